package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The other servers as their master knows them, and what it pushes to them (3.6). */
final class Slaves {

  private final CoreState core;
  private final Map<Address, Slave> slaves = new HashMap<>();

  Slaves(CoreState core) {
    this.core = core;
  }

  Slave get(Address address) {
    return slaves.computeIfAbsent(address, a -> new Slave());
  }

  boolean isKnown(Address address) {
    return slaves.containsKey(address);
  }

  /** Counted from when the echoed token was sent, which is before the slave granted it. */
  boolean leaseIsValid(Address address) {
    return core.now < get(address).token + core.timings.leaseMillis();
  }

  /** Who has not been pushed that much needs a snapshot now, and learns it when it registers. */
  void closeStreamsBefore(long index) {
    slaves.forEach(
        (address, slave) -> {
          if (slave.subscribed && slave.sent < index) {
            slave.subscribed = false;
            core.note(address + " is too far behind to be caught up from the log");
            core.emit(new Effect.CloseStream(address));
          }
        });
  }

  void closeStreams() {
    slaves.forEach(
        (address, slave) -> {
          if (slave.subscribed) {
            core.emit(new Effect.CloseStream(address));
          }
        });
  }

  // ---- Pushing.

  /** Tells every slave the commit index, whether or not there are entries for it. */
  void keepAlive() {
    core.newestConfig().config().members().forEach(m -> push(m.internalAddress(), true));
  }

  void pushToAll() {
    slaves.keySet().forEach(address -> push(address, false));
  }

  /** Sends what the slave has not been sent, as far as its window allows. */
  void push(Address address, boolean evenIfNothing) {
    Slave slave = get(address);
    if (!slave.subscribed) {
      return;
    }
    boolean sentSome = false;
    while (slave.sent < core.log.lastIndex() && hasRoom(slave)) {
      long upTo = core.log.lastFitting(slave.sent + 1, CoreSettings.APPEND_BYTES_MAX);
      sendEntries(address, slave.sent + 1, upTo);
      slave.sent = upTo;
      sentSome = true;
    }
    if (evenIfNothing && !sentSome) {
      sendEntries(address, slave.sent + 1, slave.sent);
    }
  }

  private boolean hasRoom(Slave slave) {
    long from = Math.max(slave.match, core.log.base().index());
    return core.log.bytesBetween(from, slave.sent) < CoreSettings.WINDOW_BYTES_MAX;
  }

  private void sendEntries(Address address, long from, long upTo) {
    Message.Append header =
        new Message.Append(
            core.log.position(from - 1),
            List.of(),
            core.commit,
            grantedBy(),
            core.newestConfig().config().inSync().contains(address),
            core.now);
    core.emit(new Effect.SendEntries(address, core.envelope(), header, from, upTo));
  }

  /**
   * What must be acknowledged before whoever is in sync becomes eligible. A master that does not
   * know whether it still is one makes nobody eligible: its successor, which may be serving, did
   * not ask them.
   */
  private long grantedBy() {
    return core.eligible ? core.newestConfig().index() : Long.MAX_VALUE;
  }
}
