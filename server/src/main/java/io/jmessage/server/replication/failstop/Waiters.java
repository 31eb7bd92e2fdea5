package io.jmessage.server.replication.failstop;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Committed;
import io.jmessage.server.replication.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The callers that wait: for a place in the log, for its being applied, or for a read to be
 * allowed. Thread-safe; the engine's thread and the applier meet here.
 */
final class Waiters {

  private record Read(long index, CompletableFuture<LogPosition> caller) {}

  private final AtomicLong tickets = new AtomicLong();
  private final Map<Long, CompletableFuture<Committed>> submitted = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<LogPosition>> reading = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, CompletableFuture<Committed>> accepted =
      new ConcurrentSkipListMap<>();
  private final PriorityQueue<Read> granted =
      new PriorityQueue<>((a, b) -> Long.compare(a.index(), b.index()));
  private LogPosition applied = LogPosition.START;

  /** Grows when the state is replaced: what was applied to the one before counts no more. */
  private long generation;

  /** Callers that have been given no answer yet. */
  int waiting() {
    return submitted.size() + accepted.size() + reading.size();
  }

  long addSubmission(CompletableFuture<Committed> caller) {
    long ticket = tickets.incrementAndGet();
    submitted.put(ticket, caller);
    return ticket;
  }

  long addRead(CompletableFuture<LogPosition> caller) {
    long ticket = tickets.incrementAndGet();
    reading.put(ticket, caller);
    return ticket;
  }

  void accept(long ticket, long index) {
    CompletableFuture<Committed> caller = submitted.remove(ticket);
    if (caller != null) {
      accepted.put(index, caller);
    }
  }

  /** Nothing happened to the submission or the read. */
  void refuse(long ticket, RuntimeException why) {
    fail(submitted.remove(ticket), why);
    fail(reading.remove(ticket), why);
  }

  void failAccepted(RuntimeException why) {
    accepted.keySet().forEach(index -> fail(accepted.remove(index), why));
  }

  /** Nobody waits any longer. */
  void failAll(RuntimeException why) {
    failAccepted(why);
    submitted.keySet().forEach(ticket -> refuse(ticket, why));
    reading.keySet().forEach(ticket -> refuse(ticket, why));
    synchronized (this) {
      granted.forEach(read -> fail(read.caller(), why));
      granted.clear();
    }
  }

  /**
   * The read may happen once that entry can be read.
   *
   * @return whether that is still to come
   */
  boolean grant(long ticket, long index) {
    CompletableFuture<LogPosition> caller = reading.remove(ticket);
    if (caller == null) {
      return false;
    }
    LogPosition reached;
    synchronized (this) {
      if (applied.index() < index) {
        granted.add(new Read(index, caller));
        return true;
      }
      reached = applied;
    }
    caller.complete(reached);
    return false;
  }

  /** Whether a read waits for nothing beyond that entry. */
  synchronized boolean isAwaited(long index) {
    return !granted.isEmpty() && granted.peek().index() <= index;
  }

  /**
   * The state is about to be replaced: nothing can be read until {@link #applied} says so again.
   *
   * @return what the applier has to say from now on
   */
  synchronized long rewind() {
    applied = LogPosition.START;
    return ++generation;
  }

  private synchronized boolean isCurrent(long ofGeneration) {
    return ofGeneration == generation;
  }

  /** One entry has been applied, with this result. */
  void complete(
      long ofGeneration, LogPosition position, ByteString result, int copies, int members) {
    if (!isCurrent(ofGeneration)) {
      return;
    }
    CompletableFuture<Committed> caller = accepted.remove(position.index());
    if (caller != null) {
      caller.complete(new Committed(position, result, copies, members));
    }
  }

  /** Everything up to there is saved and can be read. */
  void applied(long ofGeneration, LogPosition position) {
    List<CompletableFuture<LogPosition>> ready = new ArrayList<>();
    synchronized (this) {
      if (!isCurrent(ofGeneration)) {
        return;
      }
      applied = position;
      while (!granted.isEmpty() && granted.peek().index() <= position.index()) {
        ready.add(granted.remove().caller());
      }
    }
    ready.forEach(caller -> caller.complete(position));
  }

  private static void fail(@Nullable CompletableFuture<?> caller, RuntimeException why) {
    if (caller != null) {
      caller.completeExceptionally(why);
    }
  }
}
