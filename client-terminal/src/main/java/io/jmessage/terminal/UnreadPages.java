package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Fetches what was not read yet. */
public final class UnreadPages {
  private static final int PAGE = 200;

  private UnreadPages() {}

  /** All of these conversations, oldest first. */
  public static List<ChatMessage> of(
      ChatClient client, List<Conversation> conversations, Waiting waiting) {
    List<ChatMessage> unread = new ArrayList<>();
    for (Conversation conversation : conversations) {
      if (conversation.unread() > 0) {
        unread.addAll(of(client, conversation, waiting));
      }
    }
    unread.sort(Comparator.comparingLong(ChatMessage::id));
    return unread;
  }

  /** Pages back from the end to the read mark. */
  private static List<ChatMessage> of(
      ChatClient client, Conversation conversation, Waiting waiting) {
    List<ChatMessage> found = new ArrayList<>();
    long before = conversation.lastSequence() + 1;
    while (before > conversation.readSequence() + 1) {
      List<ChatMessage> page = waiting.on(client.history(conversation.with(), before, PAGE));
      if (page.isEmpty()) {
        break;
      }
      page.stream()
          .filter(message -> message.sequence() > conversation.readSequence())
          .filter(message -> message.from().equals(conversation.with()))
          .forEach(found::add);
      before = Collections.min(page, Comparator.comparingLong(ChatMessage::sequence)).sequence();
    }
    return found;
  }
}
