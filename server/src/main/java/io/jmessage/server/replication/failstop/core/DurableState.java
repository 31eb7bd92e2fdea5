package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.util.Optional;

/**
 * What a server finds on its disk when it starts (docs/protocol.md, 3.3).
 *
 * @param snapshot from where the state can be built with the log: at or after the log's base
 */
public record DurableState(
    Optional<String> clusterId, Epoch promised, LogIndex log, LogPosition snapshot, long applied) {}
