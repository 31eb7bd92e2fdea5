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

  /** As a copy has it that holds these messages of the account; empty: none of this one. */
  Optional<Conversation> copiedBy(String self, List<ChatMessage> copied) {
    String peer = other(self);
    List<ChatMessage> here =
        copied.stream().filter(message -> message.peerOf(self).equals(peer)).toList();
    if (here.isEmpty()) {
      return Optional.empty();
    }
    ChatMessage newest = here.get(here.size() - 1);
    long unread =
        here.stream()
            .filter(message -> message.to().equals(self) && message.sequence() > read(self))
            .count();
    return Optional.of(
        new Conversation(
            peer, newest.sequence(), read(self), unread, 0, 0, Optional.of(newest), false));
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
