package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.util.Optional;

/**
 * What a server finds on its disk when it starts (docs/protocol.md, 3.3).
 *
 * @param log what of the log is known to be good
 * @param snapshot from where the state can be built with the log: at or after the log's base
 * @param snapshotBytes what that snapshot takes
 * @param damage what is wrong with the log or the snapshot it stands on, in one line; the server
 *     takes no part then
 */
public record DurableState(
    Optional<String> clusterId,
    Epoch promised,
    LogIndex log,
    LogPosition snapshot,
    long snapshotBytes,
    long applied,
    Optional<String> damage) {

  /** Nothing is damaged, and the snapshot is small beside the log. */
  public DurableState(
      Optional<String> clusterId,
      Epoch promised,
      LogIndex log,
      LogPosition snapshot,
      long applied) {
    this(clusterId, promised, log, snapshot, 0, applied, Optional.empty());
  }
}
