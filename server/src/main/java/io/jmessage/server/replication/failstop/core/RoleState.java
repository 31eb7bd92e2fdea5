package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Role;
import java.util.Optional;

/**
 * The data and the behaviour of one role; alive only while the server has that role. What a role
 * does not care about it ignores: late messages are normal.
 */
abstract sealed class RoleState permits Recovering, Following, Electing, Mastering {

  final CoreState core;

  RoleState(CoreState core) {
    this.core = core;
  }

  abstract Role role();

  /** Whom this server follows or is. */
  Optional<Address> master() {
    return Optional.empty();
  }

  /** Called once, when the role begins. */
  void enter() {}

  /** Called once, when the role ends, whatever comes next. */
  void leave() {}

  void onTick() {}

  /** A message of this cluster, from an epoch that is not newer than the promised one. */
  void onMessage(Envelope envelope, long replyTo, Message message) {}

  void onStreamClosed(Address peer) {}

  /** A connection attempt met somebody: whether alive is for a message to show. */
  void onReachable(Address peer) {}

  void onGone(Address peer) {}

  void onSynced() {}

  void onApplied() {}

  void onSnapshot(Event event) {}

  void onPaused(long gapMillis) {}

  void onStopRequested() {
    core.eligible = false;
  }

  /** Once this server is being stopped: whether nobody counts on it any more. */
  boolean hasLeft() {
    return true;
  }

  /** What to answer a claim that may be promised; empty: promise it (docs/protocol.md, P3). */
  Optional<Message> objectionTo(Message.Claim claim, Address candidate) {
    return Optional.empty();
  }
}
