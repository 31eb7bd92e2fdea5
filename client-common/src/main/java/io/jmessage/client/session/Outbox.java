package io.jmessage.client.session;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends to each receiver in the order of the calls, one at a time, so that a retry can never
 * overtake. The time that a text may take counts from its call or from the last success before it
 * in its queue, whichever is later: a long queue that moves is not late, and one that stands still
 * fails as a whole. Bounded. Loop thread only.
 */
public final class Outbox<T> {
  /** Texts that wait, over all receivers. */
  static final int WAITING_MAX = 10_000;

  private final Duration deadline;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final List<CompletableFuture<Void>> idleWaiters = new ArrayList<>();
  private int waiting;

  public Outbox(Duration deadline) {
    this.deadline = deadline;
  }

  /**
   * Sends when all earlier ones to the same receiver are done.
   *
   * @param send makes the request, given the time that it may take; called once
   */
  public CompletableFuture<T> send(String to, Function<Duration, CompletableFuture<T>> send) {
    if (waiting >= WAITING_MAX) {
      return CompletableFuture.failedFuture(
          new ChatClientException(
              Reason.TOO_BUSY, WAITING_MAX + " messages wait to be sent; try again later"));
    }
    waiting++;
    String receiver = Normalizer.normalize(to, Normalizer.Form.NFC);
    return lanes.computeIfAbsent(receiver, Lane::new).add(send);
  }

  /** Completes when nothing waits or is on its way. */
  public CompletableFuture<Void> idle() {
    CompletableFuture<Void> idle = new CompletableFuture<>();
    if (waiting == 0) {
      idle.complete(null);
    } else {
      idleWaiters.add(idle);
    }
    return idle;
  }

  private void oneDone() {
    waiting--;
    if (waiting == 0) {
      List<CompletableFuture<Void>> told = List.copyOf(idleWaiters);
      idleWaiters.clear();
      told.forEach(idle -> idle.complete(null));
    }
  }

  /** The queue to one receiver. */
  private final class Lane {
    private final String to;
    private final Queue<Outgoing<T>> queue = new ArrayDeque<>();
    private long lastSuccess = System.nanoTime();
    private boolean busy;
    private boolean looping;

    Lane(String to) {
      this.to = to;
    }

    CompletableFuture<T> add(Function<Duration, CompletableFuture<T>> send) {
      Outgoing<T> outgoing = new Outgoing<>(send, System.nanoTime(), new CompletableFuture<>());
      queue.add(outgoing);
      sendWaiting();
      return outgoing.future;
    }

    // A loop and not a recursion: when the client closes, thousands may fail on the spot.
    private void sendWaiting() {
      if (looping) {
        return;
      }
      looping = true;
      while (!busy && !queue.isEmpty()) {
        begin(queue.remove());
      }
      looping = false;
      if (!busy) {
        lanes.remove(to, this);
      }
    }

    private void begin(Outgoing<T> head) {
      busy = true;
      long since = head.called - lastSuccess > 0 ? head.called : lastSuccess;
      long left = Math.max(0, deadline.toNanos() - (System.nanoTime() - since));
      CompletableFuture<?> unused =
          head.send
              .apply(Duration.ofNanos(left))
              .whenComplete((receipt, failure) -> end(head, receipt, failure));
    }

    private void end(Outgoing<T> head, T receipt, @Nullable Throwable failure) {
      busy = false;
      if (failure == null) {
        lastSuccess = System.nanoTime();
        head.future.complete(receipt);
      } else {
        head.future.completeExceptionally(failure);
      }
      sendWaiting();
      oneDone();
    }
  }

  private record Outgoing<T>(
      Function<Duration, CompletableFuture<T>> send, long called, CompletableFuture<T> future) {}
}
