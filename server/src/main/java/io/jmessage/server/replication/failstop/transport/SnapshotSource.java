package io.jmessage.server.replication.failstop.transport;

import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.StateMachine;
import io.jmessage.server.replication.failstop.core.ConfigAt;

/** A snapshot about to be sent, with the Config that was the newest at its position. */
public record SnapshotSource(String clusterId, StateMachine.Snapshot snapshot, ConfigAt newest) {

  LogPosition position() {
    return snapshot.position();
  }
}
