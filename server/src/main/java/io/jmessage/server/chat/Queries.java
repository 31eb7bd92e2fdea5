package io.jmessage.server.chat;

import io.jmessage.server.chat.store.ChatReader;
import io.jmessage.server.replication.RefusedException;
import io.jmessage.server.replication.ReplicationEngine;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs queries on a few threads of their own. Each first passes the engine's read barrier, so that
 * it sees everything that was acknowledged before it was asked. Beyond its bound it refuses with
 * {@link RefusedException}. Thread-safe.
 */
final class Queries implements AutoCloseable {

  /** As many as the database has readers; more would only wait for those. */
  private static final int THREADS = 4;

  /** About 2 s of work at 2 ms a query. */
  private static final int QUEUED_MAX = 4_000;

  private final ReplicationEngine engine;
  private final ChatStateMachine state;
  private final ThreadPoolExecutor threads;

  Queries(ReplicationEngine engine, ChatStateMachine state) {
    this.engine = engine;
    this.state = state;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUED_MAX),
            task -> {
              Thread thread = new Thread(task, "query-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            (task, pool) -> {
              throw new RefusedException(
                  RefusedException.Reason.TOO_BUSY, "too many queries are waiting");
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /** Sees everything acknowledged before this call. */
  <T> CompletableFuture<T> run(Function<ChatReader, T> query) {
    return engine.readBarrier().thenApplyAsync(position -> state.read(query), threads);
  }

  /** Sees what is applied here; for what goes on after a {@link #run}. */
  <T> CompletableFuture<T> runWithoutBarrier(Function<ChatReader, T> query) {
    try {
      return CompletableFuture.supplyAsync(() -> state.read(query), threads);
    } catch (RefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
