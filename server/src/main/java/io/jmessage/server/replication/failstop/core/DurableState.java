package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Epoch;
import java.util.Optional;

/** What a server finds on its disk when it starts (docs/protocol.md, 3.3). */
public record DurableState(
    Optional<String> clusterId, Epoch promised, LogIndex log, long applied) {}
