package io.jmessage.server.chat.model;

import java.util.Optional;

/**
 * A conversation as one of its parties sees it.
 *
 * @param conversation its id, equal for both parties
 * @param last the newest message; empty if it was left out to keep an answer small
 */
public record ConversationView(
    long conversation,
    Account peer,
    long lastSequence,
    long readSequence,
    long unread,
    long peerReceivedSequence,
    long peerReadSequence,
    Optional<ChatMessage> last) {

  public static ConversationView of(
      Conversation conversation, long viewer, Account peer, Optional<ChatMessage> last) {
    Conversation.Side own = conversation.side(viewer);
    Conversation.Side other = conversation.peer(viewer);
    if (conversation.isWithSelf()) {
      other = own;
    }
    return new ConversationView(
        conversation.id(),
        peer,
        conversation.lastSequence(),
        own.read(),
        own.unread(),
        other.received(),
        other.read(),
        last);
  }
}
