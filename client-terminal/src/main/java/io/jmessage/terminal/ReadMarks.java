package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What was shown was read. One mark per conversation is under way at a time, the highest; a mark
 * that fails is made good by the next. Thread-safe.
 */
public final class ReadMarks {
  private final ChatClient client;
  private final Map<String, Long> shown = new HashMap<>();
  private final Set<String> underWay = new HashSet<>();
  private final List<CompletableFuture<Void>> waiters = new ArrayList<>();

  ReadMarks(ChatClient client) {
    this.client = client;
  }

  public synchronized void shown(String with, long sequence) {
    shown.merge(with, sequence, Math::max);
    send(with);
  }

  /** Completes when all that was shown is marked, as far as it could be. */
  synchronized CompletableFuture<Void> stored() {
    CompletableFuture<Void> stored = new CompletableFuture<>();
    waiters.add(stored);
    tellIfIdle();
    return stored;
  }

  private synchronized void send(String with) {
    Long sequence = underWay.contains(with) ? null : shown.remove(with);
    if (sequence != null) {
      underWay.add(with);
      CompletableFuture<?> unused =
          client.markRead(with, sequence).whenComplete((done, failure) -> done(with));
    }
  }

  private synchronized void done(String with) {
    underWay.remove(with);
    send(with);
    tellIfIdle();
  }

  private void tellIfIdle() {
    if (underWay.isEmpty()) {
      waiters.forEach(waiter -> waiter.complete(null));
      waiters.clear();
    }
  }
}
