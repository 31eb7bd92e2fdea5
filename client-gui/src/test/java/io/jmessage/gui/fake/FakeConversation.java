package io.jmessage.gui.fake;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The messages and marks of two people. Guarded by its cluster. */
final class FakeConversation {
  final List<ChatMessage> messages = new ArrayList<>();
  private final String one;
  private final String other;
  private final Map<String, Long> received = new HashMap<>();
  private final Map<String, Long> read = new HashMap<>();

  FakeConversation(String one, String other) {
    this.one = one;
    this.other = other;
  }

  boolean has(String name) {
    return one.equals(name) || other.equals(name);
  }

  String other(String name) {
    return one.equals(name) ? other : one;
  }

  long last() {
    return messages.size();
  }

  long read(String name) {
    return read.getOrDefault(name, 0L);
  }

  void received(String name, long sequence) {
    received.merge(name, sequence, Math::max);
  }

  void markRead(String name, long sequence) {
    received(name, sequence);
    read.merge(name, sequence, Math::max);
  }

  Conversation seenBy(String self, boolean peerDeleted) {
    String peer = other(self);
    long unread =
        messages.stream()
            .filter(message -> message.to().equals(self) && message.sequence() > read(self))
            .count();
    Optional<ChatMessage> newest =
        messages.isEmpty() ? Optional.empty() : Optional.of(messages.get(messages.size() - 1));
    return new Conversation(
        peer,
        last(),
        read(self),
        unread,
        received.getOrDefault(peer, 0L),
        read(peer),
        newest,
        peerDeleted);
  }
}
