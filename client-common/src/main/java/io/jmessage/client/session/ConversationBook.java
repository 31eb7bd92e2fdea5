package io.jmessage.client.session;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import java.util.Optional;

/**
 * A conversation's numbers after what has happened, counted as the servers count: unread are the
 * messages to this account above the read number. Pure.
 */
final class ConversationBook {

  private ConversationBook() {}

  static Conversation begun(String with) {
    return new Conversation(with, 0, 0, 0, 0, 0, Optional.empty(), false);
  }

  /** After one more message; one that is counted already changes nothing. */
  static Conversation after(Conversation before, ChatMessage message, String self) {
    if (message.sequence() <= before.lastSequence()) {
      return before;
    }
    boolean own = message.from().equals(self) && !message.to().equals(self);
    // Who had read everything has read what it wrote itself.
    boolean readOn = own && before.readSequence() == message.sequence() - 1;
    return new Conversation(
        before.with(),
        message.sequence(),
        readOn ? message.sequence() : before.readSequence(),
        before.unread() + (own ? 0 : 1),
        before.peerReceivedSequence(),
        before.peerReadSequence(),
        Optional.of(message),
        before.peerDeleted());
  }

  /** After the user has read up to here; only what reads everything is certain at once. */
  static Conversation read(Conversation before, long sequence) {
    boolean all = sequence >= before.lastSequence();
    return new Conversation(
        before.with(),
        before.lastSequence(),
        Math.max(before.readSequence(), Math.min(sequence, before.lastSequence())),
        all ? 0 : before.unread(),
        before.peerReceivedSequence(),
        before.peerReadSequence(),
        before.lastMessage(),
        before.peerDeleted());
  }
}
