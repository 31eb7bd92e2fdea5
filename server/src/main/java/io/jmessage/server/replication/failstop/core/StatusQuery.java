package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Role;
import java.util.Optional;
import java.util.Set;

/** Looks at a core's state for an operator, and changes nothing. */
final class StatusQuery {

  /** What another server said of itself longer ago than this is history. */
  private static final long FRESH_MILLIS = 3 * CoreSettings.BEACON_MILLIS;

  private final CoreState core;
  private final long now;
  private final Set<Address> proven;

  StatusQuery(CoreState core, long now, Set<Address> proven) {
    this.core = core;
    this.now = now;
    this.proven = proven;
  }

  ServerStatus answer() {
    return new ServerStatus(
        core.record(),
        core.clusterId,
        core.role().role(),
        core.promised(),
        core.role().role() == Role.CANDIDATE ? Optional.empty() : core.role().master(),
        core.eligible,
        core.log.last(),
        core.durable,
        core.commit,
        core.applied,
        core.newestConfig(),
        core.newestConfig().config().members().stream().map(this::member).toList(),
        core.role().trouble());
  }

  private ServerStatus.Member member(MemberRecord member) {
    Address address = member.internalAddress();
    boolean inSync = core.newestConfig().config().inSync().contains(address);
    if (address.equals(core.self)) {
      return new ServerStatus.Member(
          member,
          inSync,
          inSync && proven.contains(address),
          core.durable,
          0,
          Optional.of(core.role().role()));
    }
    long heardAt = core.peers.heardAt(address);
    return new ServerStatus.Member(
        member,
        inSync,
        inSync && proven.contains(address),
        core.role().durableAt(address),
        heardAt == Peers.NEVER ? ServerStatus.UNKNOWN : now - heardAt,
        core.peers.saidSince(address, now - FRESH_MILLIS).map(Message.CheckMasterReply::role));
  }
}
