package io.jmessage.client.cluster;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which a client's state lives: gRPC calls back on it, timers fire on it,
 * requests enter through it. So nothing behind it needs a lock. Nothing on it may block.
 */
public final class EventLoop implements Executor {
  private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

  private final ScheduledThreadPoolExecutor executor;

  public EventLoop(String name) {
    executor = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name));
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Runs the task after those before it; false: the loop has ended, the task will not run. */
  public boolean offer(Runnable task) {
    try {
      executor.execute(() -> runGuarded(task));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** The same for gRPC, whose last words after the end interest nobody. */
  @Override
  public void execute(Runnable task) {
    boolean unused = offer(task);
  }

  /** Runs the task after a delay, unless the loop ends or the returned action is run before. */
  public Runnable schedule(Duration delay, Runnable task) {
    try {
      Future<?> timer =
          executor.schedule(() -> runGuarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    } catch (RejectedExecutionException e) {
      return () -> {};
    }
  }

  /** Ends the thread after the tasks that already wait; timers are dropped. */
  public void end() {
    executor.shutdown();
  }

  // One broken task must not end the thread, and nobody else would see its exception.
  private static void runGuarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("A bug in the client: an unexpected exception on its event loop", e);
    }
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
