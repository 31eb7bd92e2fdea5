package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import java.util.List;
import java.util.Optional;

/**
 * Gives the mastership to a slave in sync, at a planned stop or because an operator wants it: no
 * more commands are taken, and when all are acknowledged the slave is told to claim
 * (docs/protocol.md, 3.7).
 */
final class HandingOver {

  private final CoreState core;
  private final InSyncSet inSync;
  private Optional<Address> heir = Optional.empty();
  private long askAt = Peers.NEVER;
  private boolean steppingDown;
  private long since;

  HandingOver(CoreState core, InSyncSet inSync) {
    this.core = core;
    this.inSync = inSync;
  }

  /** Clients are sent away from now on. */
  boolean isOn() {
    return core.stopping || steppingDown;
  }

  boolean isTo(Address candidate) {
    return heir.equals(Optional.of(candidate));
  }

  /**
   * Begins to step down.
   *
   * @return who shall take over; empty if nobody could
   */
  Optional<Address> stepDown() {
    Optional<Address> next = heirs().stream().findFirst();
    if (next.isPresent() && !steppingDown) {
      steppingDown = true;
      since = core.now;
      proceed();
    }
    return next;
  }

  /** Those who know that they are in sync: only they take over when told. */
  private List<Address> heirs() {
    return inSync.others().stream().filter(inSync.proven()::contains).toList();
  }

  /** Once nothing is pending, the smallest address takes over; asked until it does. */
  void proceed() {
    boolean inVain = inSync.others().isEmpty() || core.now - since > 2 * core.timings.dropMillis();
    if (steppingDown && inVain) {
      keepOn();
    }
    if (isOn()
        && core.now >= askAt
        && !inSync.others().isEmpty()
        && core.commit == core.log.lastIndex()) {
      askAt = core.now + core.timings.heartBeatMillis();
      Address next = heirs().stream().findFirst().orElse(inSync.others().get(0));
      if (!isTo(next)) {
        heir = Optional.of(next);
        core.note("hands over to " + next);
      }
      core.send(next, new Message.HandOver());
    }
  }

  /** A master that nobody replaces must serve: the service is worth more than the order. */
  private void keepOn() {
    core.note("stays the master: nobody has taken over");
    steppingDown = false;
    heir = Optional.empty();
    askAt = Peers.NEVER;
  }
}
