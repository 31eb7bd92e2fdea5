package io.jmessage.terminal.screen;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the screen holds of one other user: numbers, messages, draft and place. One thread. */
final class Chat {
  final String name;
  final TreeMap<Long, ChatMessage> messages = new TreeMap<>();

  /** Lines that are not stored yet, oldest first. */
  final Map<String, OutgoingMessage> outgoing = new LinkedHashMap<>();

  /** What is known of this run's lines, by their numbers. */
  final Map<Long, DeliveryState> states = new HashMap<>();

  final Editor draft = new Editor();
  Optional<Conversation> numbers = Optional.empty();
  Optional<Place> place = Optional.empty();
  boolean online;
  boolean typing;
  boolean asked;
  boolean loading;
  boolean complete;

  /** The lowest line that is shown while the user has scrolled up. */
  record Place(long key, int line) {}

  Chat(String name) {
    this.name = name;
  }

  long unread() {
    return numbers.map(Conversation::unread).orElse(0L);
  }

  /** For the order of the list. */
  long newest() {
    long stored = messages.isEmpty() ? 0 : messages.lastEntry().getValue().id();
    return outgoing.isEmpty()
        ? Math.max(
            stored, numbers.flatMap(Conversation::lastMessage).map(ChatMessage::id).orElse(0L))
        : Long.MAX_VALUE;
  }

  void line(OutgoingMessage line) {
    switch (kind(line.state())) {
      case "stored" -> stored(line);
      default -> outgoing.put(line.id(), line);
    }
  }

  private static String kind(DeliveryState state) {
    boolean open =
        state instanceof DeliveryState.Writing
            || state instanceof DeliveryState.Waiting
            || state instanceof DeliveryState.Failed;
    return open ? "open" : "stored";
  }

  private void stored(OutgoingMessage line) {
    outgoing.remove(line.id());
    receipt(line.state())
        .ifPresent(
            message -> {
              messages.putIfAbsent(message.sequence(), message);
              states.put(message.sequence(), line.state());
            });
  }

  private static Optional<ChatMessage> receipt(DeliveryState state) {
    if (state instanceof DeliveryState.Stored stored) {
      return Optional.of(stored.receipt().message());
    }
    if (state instanceof DeliveryState.Delivered delivered) {
      return Optional.of(delivered.receipt().message());
    }
    return state instanceof DeliveryState.Read read
        ? Optional.of(read.receipt().message())
        : Optional.empty();
  }
}
