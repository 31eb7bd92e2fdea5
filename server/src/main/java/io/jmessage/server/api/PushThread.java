package io.jmessage.server.api;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to push streams and keeps their time. A task that fails is logged and
 * the next one runs. What comes after closing is dropped: its streams are gone. Thread-safe.
 */
final class PushThread implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PushThread.class);

  private static final long CLOSE_SECONDS_MAX = 2;

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "push");
            thread.setDaemon(true);
            return thread;
          },
          new ThreadPoolExecutor.DiscardPolicy());

  @Override
  public void execute(Runnable task) {
    executor.execute(() -> run(task));
  }

  void every(Duration period, Runnable task) {
    var unused =
        executor.scheduleAtFixedRate(
            () -> run(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Runs what is waiting, for a bounded time, and no more after that. Idempotent. */
  @Override
  public void close() {
    executor.shutdown();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a push task failed", e);
    }
  }
}
