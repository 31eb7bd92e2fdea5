package io.jmessage.client.session;

import io.jmessage.client.cluster.EventLoop;
import io.jmessage.client.model.ChatMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Tells the cluster up to where messages have arrived here. A mark is a write on every server, so
 * marks are gathered for a moment, and only the highest of each conversation goes out. A lost mark
 * is made good by the next. Loop thread only.
 */
final class ReceivedMarks {
  private static final Duration GATHER = Duration.ofMillis(300);

  /** Sends one mark. */
  @FunctionalInterface
  interface Sender {
    CompletableFuture<?> mark(String with, long receivedSequence);
  }

  private final String username;
  private final EventLoop loop;
  private final Sender sender;
  private final Map<String, Long> unsent = new HashMap<>();
  private Runnable cancelTimer = () -> {};
  private boolean scheduled;
  private boolean stopped;

  ReceivedMarks(String username, EventLoop loop, Sender sender) {
    this.username = username;
    this.loop = loop;
    this.sender = sender;
  }

  void received(ChatMessage message) {
    if (!message.from().equals(username)) {
      unsent.merge(message.from(), message.sequence(), Math::max);
      schedule();
    }
  }

  void stop() {
    stopped = true;
    unsent.clear();
    cancelTimer.run();
  }

  private void schedule() {
    if (!scheduled && !stopped && !unsent.isEmpty()) {
      scheduled = true;
      cancelTimer = loop.schedule(GATHER, this::send);
    }
  }

  private void send() {
    CompletableFuture<?>[] marks =
        unsent.entrySet().stream()
            .map(mark -> sender.mark(mark.getKey(), mark.getValue()))
            .toArray(CompletableFuture<?>[]::new);
    unsent.clear();
    // One round at a time: while no master answers, marks only gather.
    CompletableFuture<?> unused =
        CompletableFuture.allOf(marks)
            .whenComplete(
                (nothing, failure) -> {
                  scheduled = false;
                  schedule();
                });
  }
}
