package io.jmessage.client;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import java.util.List;

/**
 * What this machine holds of the account that is logged in: there at once, also without any server,
 * and perhaps not all of it. Bounded: the oldest messages go first. Without a data directory only
 * the conversations' numbers, from the log-in on. Thread-safe; does not block.
 */
public interface LocalHistory {

  /** Newest message first; empty without a log-in. */
  List<Conversation> conversations();

  /**
   * What is here of the newest {@code limit} messages below {@code beforeSequence}, oldest first;
   * there may be holes. {@link ChatClient#history} has all.
   *
   * @param beforeSequence 0: from the end
   */
  List<ChatMessage> history(String with, long beforeSequence, int limit);
}
