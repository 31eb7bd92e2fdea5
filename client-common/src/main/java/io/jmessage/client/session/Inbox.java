package io.jmessage.client.session;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import java.util.HashMap;
import java.util.Map;

/**
 * Remembers per conversation up to which number messages were delivered, so that each is delivered
 * once and in order however often and from however many servers it comes. Not thread-safe.
 */
final class Inbox {
  /** What to do with a message. */
  enum Verdict {
    /** It is the next one. */
    DELIVER,
    /** It was delivered already. */
    DUPLICATE,
    /** Messages before it are missing: fetch them first. */
    HOLE
  }

  private final String username;
  private final Map<String, Long> delivered = new HashMap<>();
  private final Map<String, Long> announced = new HashMap<>();
  private boolean begun;

  Inbox(String username) {
    this.username = username;
  }

  /** Judges a message, and counts it as delivered if it is the next one. */
  Verdict accept(ChatMessage message) {
    String peer = message.peerOf(username);
    long last = delivered(peer);
    if (message.sequence() <= last) {
      return Verdict.DUPLICATE;
    }
    if (message.sequence() > last + 1) {
      return Verdict.HOLE;
    }
    delivered.put(peer, message.sequence());
    return Verdict.DELIVER;
  }

  /**
   * Takes in a conversation's numbers. Those that come before {@link #begin} say what was there
   * before the log-in, which is history and not delivered.
   */
  void conversation(Conversation conversation) {
    if (begun) {
      announced.merge(conversation.with(), conversation.lastSequence(), Math::max);
    } else {
      delivered.merge(conversation.with(), conversation.lastSequence(), Math::max);
    }
  }

  /** From now on every message counts, also in conversations not heard of yet. */
  void begin() {
    begun = true;
  }

  /** The conversations that are known to go on beyond what was delivered, and up to where. */
  Map<String, Long> behind() {
    Map<String, Long> behind = new HashMap<>(announced);
    behind.entrySet().removeIf(entry -> entry.getValue() <= delivered(entry.getKey()));
    return behind;
  }

  long delivered(String peer) {
    return delivered.getOrDefault(peer, 0L);
  }

  /** Gives up on messages that the cluster cannot produce. */
  void skipTo(String peer, long sequence) {
    delivered.merge(peer, sequence, Math::max);
  }
}
