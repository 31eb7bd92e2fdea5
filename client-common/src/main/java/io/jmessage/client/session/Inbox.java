package io.jmessage.client.session;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.store.MessageCopy.Delivered;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

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
  private final Consumer<String> onOtherAccount;
  private final Map<String, Last> delivered = new HashMap<>();
  private final Map<String, Long> announced = new HashMap<>();
  private boolean begun;

  Inbox(String username) {
    this(username, Map.of(), false, peer -> {});
  }

  /**
   * @param before what was delivered in an earlier run
   * @param resuming whether what comes after that counts, or is history
   * @param onOtherAccount hears of a name that turns out to belong to another account now
   */
  Inbox(
      String username,
      Map<String, Delivered> before,
      boolean resuming,
      Consumer<String> onOtherAccount) {
    this.username = username;
    this.onOtherAccount = onOtherAccount;
    this.begun = resuming;
    before.forEach(
        (peer, last) -> delivered.put(peer, new Last(last.sequence(), last.messageId())));
  }

  /** Whether messages count already. */
  boolean isBegun() {
    return begun;
  }

  /** The name belongs to another account now, of which nothing was delivered. */
  void forget(String peer) {
    delivered.remove(peer);
    announced.remove(peer);
  }

  /** What there is of a conversation is history. */
  void isHistory(Conversation conversation) {
    long lastId = conversation.lastMessage().map(ChatMessage::id).orElse(0L);
    delivered.put(conversation.with(), new Last(conversation.lastSequence(), lastId));
  }

  /** Judges a message, and counts it as delivered if it is the next one. */
  Verdict accept(ChatMessage message) {
    String peer = message.peerOf(username);
    Last last = last(peer);
    if (message.id() <= last.id) {
      return Verdict.DUPLICATE;
    }
    if (message.sequence() <= last.sequence) {
      // Ids rise over all conversations, so this is new: the name belongs to another account now.
      last = new Last(0, last.id);
      delivered.put(peer, last);
      onOtherAccount.accept(peer);
    }
    if (message.sequence() > last.sequence + 1) {
      return Verdict.HOLE;
    }
    delivered.put(peer, new Last(message.sequence(), message.id()));
    return Verdict.DELIVER;
  }

  /**
   * Takes in a conversation's numbers. Those that come before {@link #begin} say what was there
   * before the log-in, which is history and not delivered. Those of a deleted account mean nothing
   * for what is to come: its name may have a new owner.
   */
  void conversation(Conversation conversation) {
    if (conversation.peerDeleted()) {
      return;
    }
    if (begun) {
      announced.merge(conversation.with(), conversation.lastSequence(), Math::max);
    } else {
      isHistory(conversation);
    }
  }

  /** As after a first log-in. */
  void clear() {
    delivered.clear();
    announced.clear();
    begun = false;
  }

  /** From now on every message counts, also in conversations not heard of yet. */
  void begin() {
    begun = true;
  }

  /** The conversations that are known to go on beyond what was delivered, and up to where. */
  Map<String, Long> behind() {
    announced.entrySet().removeIf(entry -> entry.getValue() <= delivered(entry.getKey()));
    return Map.copyOf(announced);
  }

  long deliveredId(String peer) {
    return last(peer).id;
  }

  long delivered(String peer) {
    return last(peer).sequence;
  }

  /** Gives up on messages that the cluster cannot produce. */
  void skipTo(String peer, long sequence) {
    delivered.put(peer, new Last(sequence, last(peer).id));
  }

  private Last last(String peer) {
    return delivered.getOrDefault(peer, Last.NOTHING);
  }

  private record Last(long sequence, long id) {
    static final Last NOTHING = new Last(0, 0);
  }
}
