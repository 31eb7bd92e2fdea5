package io.jmessage.client.session;

import io.jmessage.client.model.ChatMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Fetches the oldest messages of a conversation above a number, at most one page. */
@FunctionalInterface
public interface HistoryPages {
  CompletableFuture<List<ChatMessage>> after(Session session, String with, long sequence);
}
