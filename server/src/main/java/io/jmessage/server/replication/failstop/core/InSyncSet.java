package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who is in sync, as the master of an epoch writes it into the log, one Config after the other
 * (docs/protocol.md, 3.7).
 */
final class InSyncSet {

  private final CoreState core;
  private final Slaves slaves;
  private final long since;
  private long firstIndex = Long.MAX_VALUE;

  /** When the newest Config was acknowledged: later tokens carry the news of it. */
  private long acknowledgedAt = Long.MAX_VALUE;

  InSyncSet(CoreState core, Slaves slaves) {
    this.core = core;
    this.slaves = slaves;
    this.since = core.now;
  }

  /** Writes the first Config of this epoch. */
  void begin(Config first) {
    first.inSync().forEach(address -> core.peers.answered(address, core.now));
    change(first);
    firstIndex = core.log.lastIndex();
  }

  /** Whether messages have gone both ways lately. */
  boolean isInTouch(Address address) {
    return core.now - inTouchAt(address) < core.timings.dropMillis();
  }

  /** Whether it was heard lately, or may not have spoken yet. */
  boolean isHeard(Address address) {
    return core.now - Math.max(since, core.peers.heardAt(address)) < core.timings.dropMillis();
  }

  /** Where the first Config of this epoch is in the log. */
  long firstIndex() {
    return firstIndex;
  }

  Config config() {
    return core.newestConfig().config();
  }

  /** In sync beside the master, in address order. */
  List<Address> others() {
    List<Address> others = new ArrayList<>(config().inSync());
    others.remove(core.self);
    return others;
  }

  /**
   * Who may be told to people as in sync. A server that the newest Config names but that has not
   * heard so yet is needed for every acknowledgement, and yet would not serve alone.
   */
  Set<Address> proven() {
    TreeSet<Address> proven = new TreeSet<>(config().inSync());
    proven.removeIf(address -> !address.equals(core.self) && !slaves.get(address).knowsItIsInSync);
    return proven;
  }

  /** The slave echoed a token. */
  void prove(Address address, Slave slave) {
    if (!slave.knowsItIsInSync
        && slave.told > Math.max(acknowledgedAt, slave.subscribedAt)
        && config().inSync().contains(address)) {
      slave.knowsItIsInSync = true;
      core.emit(new Effect.ViewChanged());
    }
  }

  /** The newest Config is on every disk that it names. */
  void acknowledged() {
    acknowledgedAt = core.now;
  }

  void change(Config config) {
    acknowledgedAt = Long.MAX_VALUE;
    LogEntry entry = core.order(LogEntry.Type.CONFIG, ConfigCodec.encode(config));
    core.appendToLog(List.of(entry));
    core.note(
        "in sync: "
            + config.inSync()
            + " of "
            + config.members().size()
            + ", from "
            + entry.index());
    core.emit(new Effect.ViewChanged());
    slaves.pushToAll();
  }

  /** Up to where the log is on every disk in sync. */
  long everywhere() {
    long everywhere = core.durable;
    for (Address address : others()) {
      everywhere = Math.min(everywhere, slaves.get(address).match);
    }
    return everywhere;
  }

  // ---- Growing.

  /**
   * A learner that has everything acknowledged joins. It need not have caught up with what is still
   * on its way: from this entry on nothing is acknowledged without it (rule 4a, decision 0006). The
   * Config before must be on all disks that it names, acknowledged or not: with fewer of them than
   * minCopies nothing is acknowledged until this one joins.
   */
  void grow(Address address, Slave slave) {
    boolean caughtUp = slave.match >= core.commit && slave.match >= firstIndex;
    if (caughtUp
        && !config().inSync().contains(address)
        && core.newestConfig().index() <= everywhere()) {
      TreeSet<Address> inSync = new TreeSet<>(config().inSync());
      inSync.add(address);
      change(config().withInSync(core.promised(), inSync));
    }
  }

  // ---- Shrinking.

  /**
   * When the newest token was sent that it echoed, or when this mastership began. That it is heard
   * is not enough: without messages the other way it acknowledges nothing.
   */
  private long inTouchAt(Address address) {
    return core.peers.answeredAt(address);
  }

  /** Asks those who have missed some heart-beats: whoever is dropped has left questions open. */
  void askQuiet() {
    long quiet = 2 * core.timings.heartBeatMillis();
    others().stream()
        .filter(address -> core.now - inTouchAt(address) > quiet)
        .forEach(address -> core.send(address, new Message.CheckMaster()));
  }

  void dropSilent() {
    List<Address> silent = others().stream().filter(this::isSilent).toList();
    // A master that has lost contact with those who stay may itself have been replaced.
    boolean restConfirms = others().stream().allMatch(a -> silent.contains(a) || stillGrants(a));
    if (!silent.isEmpty() && restConfirms) {
      core.note("drops silent " + silent + " from the in-sync set");
      drop(silent);
    }
  }

  private boolean isSilent(Address address) {
    boolean gone = core.peers.isGone(address) && core.settings.trustRefused();
    return gone || core.now - inTouchAt(address) >= core.timings.dropMillis();
  }

  /** A server that has just become master has not been granted a lease yet. */
  private boolean stillGrants(Address address) {
    return slaves.leaseIsValid(address) || core.now - since < core.timings.leaseMillis();
  }

  void drop(Collection<Address> addresses) {
    TreeSet<Address> inSync = new TreeSet<>(config().inSync());
    if (inSync.removeAll(addresses)) {
      addresses.forEach(address -> slaves.get(address).knowsItIsInSync = false);
      change(config().withInSync(core.promised(), inSync));
    }
  }
}
