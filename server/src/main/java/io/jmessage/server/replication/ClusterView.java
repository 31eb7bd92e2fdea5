package io.jmessage.server.replication;

import java.util.List;
import java.util.Optional;

/**
 * The cluster as one server sees it at one moment. Immutable.
 *
 * @param clusterId empty before this server has joined one
 * @param role this server's own
 * @param epoch the promised one
 * @param master the master this server follows or is; empty while there is none, or it is suspected
 * @param members all registered servers, by internal address
 * @param commitIndex up to which entries are acknowledged, as far as known here
 */
public record ClusterView(
    Optional<String> clusterId,
    Role role,
    Epoch epoch,
    Optional<Member> master,
    List<Member> members,
    long commitIndex) {

  /**
   * A registered server.
   *
   * @param inSync its disk is part of every acknowledgement, and it would serve if it were the only
   *     one left
   */
  public record Member(String id, Address clientAddress, Address internalAddress, boolean inSync) {}

  public ClusterView {
    members = List.copyOf(members);
  }

  public boolean isMaster() {
    return role == Role.MASTER;
  }
}
