package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.SendReceipt;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Texts on their way: the user goes on typing while they are stored. Reports each failure, and each
 * success if asked to. Thread-safe.
 */
public final class Sends {
  /** A file piped in is read no faster than it is stored. */
  private static final int UNDER_WAY_MAX = 1_000;

  private final ChatClient client;
  private final Output output;
  private final Semaphore free = new Semaphore(UNDER_WAY_MAX);
  private final AtomicInteger failures = new AtomicInteger();
  private final Map<String, Integer> expectedBack = new HashMap<>();

  Sends(ChatClient client, Output output) {
    this.client = client;
    this.output = output;
  }

  /** Sends; returns at once unless very many are under way. */
  public void send(String to, String text, boolean report) {
    takeSlot();
    count(to, text, 1);
    CompletableFuture<?> unused =
        client
            .send(to, text)
            .whenComplete(
                (receipt, failure) -> {
                  done(to, text, receipt, failure, report);
                  free.release();
                });
  }

  /** Completes the wait of those who must not run before all is stored or failed. */
  public void awaitAll() throws InterruptedException {
    free.acquire(UNDER_WAY_MAX);
    free.release(UNDER_WAY_MAX);
  }

  public int underWay() {
    return UNDER_WAY_MAX - free.availablePermits();
  }

  int failures() {
    return failures.get();
  }

  /** Whether this message is one of those sent from here, coming back; each counts once. */
  boolean cameBack(ChatMessage message) {
    return count(message.to(), message.text(), -1);
  }

  private void takeSlot() {
    try {
      free.acquire();
    } catch (InterruptedException e) {
      throw new CommandFailedException("not sent: stopped waiting for the messages before it");
    }
  }

  private void done(
      String to,
      String text,
      @Nullable SendReceipt receipt,
      @Nullable Throwable failure,
      boolean report) {
    if (failure != null) {
      boolean unused = count(to, text, -1);
      failures.incrementAndGet();
      String why =
          failure instanceof RuntimeException known
              ? CliExceptionHandler.explain(known)
              : failure.toString();
      output.error("not sent to " + to + ": " + why);
    } else if (report && receipt != null) {
      output.note(
          "sent to %s, stored on %d of %d servers"
              .formatted(to, receipt.copies(), receipt.members()));
    }
  }

  private synchronized boolean count(String to, String text, int change) {
    String key = to + '\0' + text;
    int before = expectedBack.getOrDefault(key, 0);
    int after = Math.max(0, before + change);
    if (after == 0) {
      expectedBack.remove(key);
    } else {
      expectedBack.put(key, after);
    }
    return before > 0;
  }
}
