package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import java.util.Optional;

/**
 * What every message between servers says of its sender.
 *
 * @param clusterId empty: the sender has not joined a cluster yet
 * @param incarnation new at every start of the process
 * @param epoch promised by the sender
 */
public record Envelope(
    Optional<String> clusterId, MemberRecord sender, String incarnation, Epoch epoch) {

  Address from() {
    return sender.internalAddress();
  }
}
