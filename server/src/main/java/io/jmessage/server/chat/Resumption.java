package io.jmessage.server.chat;

import io.jmessage.server.chat.model.ConversationView;
import io.jmessage.server.chat.store.ChatReader;
import java.util.List;

/**
 * What a push stream begins with.
 *
 * @param messages what the client has not seen, up to a fixed end
 * @param conversations as they are, newest first
 */
public record Resumption(MessageCursor messages, List<ConversationView> conversations) {

  public Resumption {
    conversations = List.copyOf(conversations);
  }

  /**
   * The end is fixed first: a conversation may know of a later message, but never miss one before.
   */
  static Resumption read(ChatReader reader, long account, long messageId) {
    long upTo = reader.lastMessageId();
    long after = messageId <= 0 ? upTo : messageId;
    MessageCursor messages = MessageCursor.after(reader, account, after, upTo);
    return new Resumption(messages, new History(reader, account).conversations());
  }
}
