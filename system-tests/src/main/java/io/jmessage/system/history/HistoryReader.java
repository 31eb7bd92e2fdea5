package io.jmessage.system.history;

import io.jmessage.client.ChatClient;
import io.jmessage.client.model.ChatMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads a whole conversation from its end to its start. */
public final class HistoryReader {
  private static final int PAGE = 500;

  private HistoryReader() {}

  public static List<ChatMessage> read(ChatClient client, String with) {
    Deque<List<ChatMessage>> pages = new ArrayDeque<>();
    long before = 0;
    while (true) {
      List<ChatMessage> page = Clients.answer(client.history(with, before, PAGE));
      if (page.isEmpty()) {
        break;
      }
      pages.addFirst(page);
      before = page.get(0).sequence();
      if (before <= 1) {
        break;
      }
    }
    List<ChatMessage> all = new ArrayList<>();
    pages.forEach(all::addAll);
    return List.copyOf(all);
  }
}
