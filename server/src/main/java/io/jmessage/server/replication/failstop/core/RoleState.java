package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Role;
import java.util.Optional;

/**
 * The data and the behaviour of one role; alive only while the server has that role. What a role
 * does not care about it ignores: late messages are normal.
 */
abstract sealed class RoleState permits Recovering, Following, Electing, Mastering, Degraded {

  final CoreState core;
  private long sleptMillis;
  private long wokeAt = Peers.NEVER;

  RoleState(CoreState core) {
    this.core = core;
  }

  abstract Role role();

  /** Whom this server follows or is. */
  Optional<Address> master() {
    return Optional.empty();
  }

  /** Where clients are sent; nowhere while a new one is being chosen. */
  Optional<Address> masterForClients() {
    return master();
  }

  /** The master that orders commands now, as far as this server knows: another one or itself. */
  Optional<Address> takesCommands() {
    return Optional.empty();
  }

  /** For an operator: why this server takes no part, and what it waits for. */
  Optional<String> trouble() {
    return Optional.empty();
  }

  /** Up to where the log is known here to be on that server's disk. */
  long durableAt(Address address) {
    return ServerStatus.UNKNOWN;
  }

  /** Whether it follows the master of a newer epoch as soon as it hears of one. */
  boolean followsEpochs() {
    return true;
  }

  /** Whether it follows a candidate that it has promised an epoch. */
  boolean joinsWhomItPromised() {
    return true;
  }

  /** Whether others may be given entries of its log. */
  boolean servesItsLog() {
    return true;
  }

  /** Called once, when the role begins. */
  void enter() {}

  /** Called once, when the role ends, whatever comes next. */
  void leave() {}

  void onTick() {}

  /** A message of this cluster, from an epoch that is not newer than the promised one. */
  void onMessage(Envelope envelope, long replyTo, Message message) {}

  /**
   * One of this server's calls was answered; what the answer says comes to onMessage after this.
   */
  void onAnswer(Event.Answered answered) {}

  void onStreamClosed(Address peer) {}

  /** A connection attempt met somebody: whether alive is for a message to show. */
  void onReachable(Address peer) {}

  void onGone(Address peer) {}

  void onSynced() {}

  void onApplied() {}

  void onSnapshot(Event event) {}

  /** From where on others are being caught up from this server's log. */
  long neededFrom() {
    return Long.MAX_VALUE;
  }

  /** The log up to there is about to be forgotten. */
  void onTrim(long upTo) {}

  /**
   * This process did not run for a while. Gaps add up until this server has been in touch with the
   * others: to them it was silent all the time.
   */
  final void paused(long gapMillis) {
    if (inTouchSince(wokeAt)) {
      sleptMillis = 0;
    }
    sleptMillis += gapMillis;
    wokeAt = core.now;
    if (sleptMillis > core.timings.leaseMillis() || isOutOfTouch()) {
      onSlept(sleptMillis);
    }
  }

  /** Whether a message came from there in the last two heart-beats. */
  final boolean isHeardNow(Address peer) {
    return core.now - core.peers.heardAt(peer) <= 2 * core.timings.heartBeatMillis();
  }

  /** Whether it has had no answer for so long that others may have gone on without it. */
  boolean isOutOfTouch() {
    return false;
  }

  /** Whether those that count have answered something that was sent then or later. */
  boolean inTouchSince(long millis) {
    return false;
  }

  /** It did not run for so long that others may have gone on without it. */
  void onSlept(long gapMillis) {}

  void onStopRequested() {
    core.eligible = false;
  }

  /** What an operator wants; a role that cannot do it says why and what to do instead. */
  void onOrder(long ticket, Order order) {
    refuse(ticket, "this server is " + role() + ": " + whoCan(order));
  }

  private String whoCan(Order order) {
    if (order instanceof Order.Repair) {
      return "only a DEGRADED server can be repaired";
    } else if (order instanceof Order.ForcePromote) {
      return "only a server that is RECOVERING can be promoted by force";
    }
    return master()
        .filter(master -> !master.equals(core.self))
        .map(master -> "ask the master at " + master)
        .orElse("only a master can do that, and none is known here");
  }

  final void refuse(long ticket, String why) {
    core.emit(new Effect.OrderAnswered(ticket, false, why));
  }

  final void accept(long ticket, String what) {
    core.emit(new Effect.OrderAnswered(ticket, true, what));
  }

  /** Once this server is being stopped: whether nobody counts on it any more. */
  boolean hasLeft() {
    return true;
  }

  /** What to answer instead of a promise that this role never gives; empty: it may promise. */
  Optional<Message> declines(Message.Claim claim) {
    return Optional.empty();
  }

  /** What to answer a claim that may be promised; empty: promise it (docs/protocol.md, P3). */
  Optional<Message> objectionTo(Message.Claim claim, Address candidate) {
    return Optional.empty();
  }
}
