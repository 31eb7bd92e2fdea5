package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import java.util.List;
import java.util.Optional;

/**
 * What a server knows of itself and of the others at one moment, for an operator. Only a master's
 * view of the others is that of the cluster.
 *
 * @param last of its log
 * @param durable up to where the log is on its disk
 * @param newest the newest Config of its log, acknowledged or not
 * @param trouble why it takes no part, and what it waits for; empty: it does take part
 */
public record ServerStatus(
    MemberRecord self,
    Optional<String> clusterId,
    Role role,
    Epoch promised,
    Optional<Address> master,
    boolean eligible,
    LogPosition last,
    long durable,
    long acknowledged,
    long applied,
    ConfigAt newest,
    List<Member> members,
    Optional<String> trouble) {

  /** Not known here. */
  public static final long UNKNOWN = -1;

  public ServerStatus {
    members = List.copyOf(members);
  }

  /**
   * A registered server.
   *
   * @param inSync named by the newest Config
   * @param proven and has been told so: it would serve alone
   * @param durable up to where the log is on its disk, or {@link #UNKNOWN}
   * @param heardMillis how long ago, or {@link #UNKNOWN}
   * @param role as it last said
   */
  public record Member(
      MemberRecord member,
      boolean inSync,
      boolean proven,
      long durable,
      long heardMillis,
      Optional<Role> role) {}
}
