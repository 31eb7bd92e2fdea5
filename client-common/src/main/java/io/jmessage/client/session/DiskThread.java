package io.jmessage.client.session;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a client that may block for the disk: tasks run one after the other. After its end
 * they are dropped; nothing that has to last is given to it. Thread-safe.
 */
public final class DiskThread implements Executor {
  private static final Logger log = LoggerFactory.getLogger(DiskThread.class);

  /** Something that the disk may refuse. */
  @FunctionalInterface
  public interface Task {
    void run() throws IOException;
  }

  private final ExecutorService executor;

  public DiskThread(String name) {
    executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void execute(Runnable task) {
    boolean unused = offer(task);
  }

  /** The same; false: the thread has ended, the task will not run. */
  public boolean offer(Runnable task) {
    try {
      executor.execute(() -> guarded(task));
      return true;
    } catch (RejectedExecutionException e) {
      log.debug("A task for the disk came after the client was closed", e);
      return false;
    }
  }

  /** Runs what the client can do without, with one line in the log if it fails. */
  public void run(String what, Task task) {
    execute(
        () -> {
          try {
            task.run();
          } catch (IOException e) {
            log.warn("{} cannot be kept in the data directory: {}", what, e.getMessage());
          }
        });
  }

  /** Ends the thread after the tasks that already wait. */
  public void end() {
    executor.shutdown();
  }

  // One broken task must not end the thread, and nobody else would see its exception.
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("A bug in the client: an unexpected exception on its disk thread", e);
    }
  }
}
