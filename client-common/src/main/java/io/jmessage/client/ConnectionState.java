package io.jmessage.client;

import io.jmessage.client.model.ClusterMember;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the client stands with the cluster. Immutable.
 *
 * @param server id and client address of the master in use, for people: {@code "server 1
 *     (host:2625)"}; while not connected the last one
 * @param reason one line for people: what is going on; empty when connected
 * @param since when {@code status} began
 * @param lastContact the last answer of a master; empty: never
 * @param members as the last master told; empty before that
 */
public record ConnectionState(
    Status status,
    Optional<String> server,
    String reason,
    Instant since,
    Optional<Instant> lastContact,
    long epoch,
    List<ClusterMember> members) {

  /** What the client is doing. */
  public enum Status {
    /** Never reached a master yet. */
    CONNECTING,
    /** A master answers. */
    CONNECTED,
    /** The master is gone or silent; the others are being tried. */
    LOOKING_FOR_MASTER,
    /** The client was closed. */
    CLOSED
  }

  public ConnectionState {
    members = List.copyOf(members);
  }

  /** How many more servers may die now without losing the service; 0 if unknown. */
  public int faultsSurvivable() {
    return Math.max(0, (int) members.stream().filter(ClusterMember::inSync).count() - 1);
  }
}
