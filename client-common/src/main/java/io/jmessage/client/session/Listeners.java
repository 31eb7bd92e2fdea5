package io.jmessage.client.session;

import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listeners and completes the callers' futures on one thread of its own, so that a slow
 * face delays other callbacks but never the connection. What waits here is bounded by those who
 * feed it: the event stream asks for more only when a listener is done. Thread-safe.
 */
public final class Listeners {
  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final ExecutorService executor;
  // Both are touched on the callback thread only.
  private final List<ChatListener> listeners = new ArrayList<>();
  private ConnectionState lastTold;

  public Listeners(String threadName, ConnectionState initial) {
    this.lastTold = initial;
    this.executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, threadName);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Adds a listener, which hears of the connection first. The returned action removes it. */
  public Runnable add(ChatListener listener) {
    run(
        () -> {
          listener.onConnection(lastTold);
          listeners.add(listener);
        });
    return () -> run(() -> listeners.remove(listener));
  }

  public void connection(ConnectionState state) {
    run(() -> lastTold = state);
    tell(listener -> listener.onConnection(state));
  }

  /** Tells every listener; one that fails keeps nothing from the others. */
  public void tell(Consumer<ChatListener> event) {
    run(() -> List.copyOf(listeners).forEach(listener -> guarded(() -> event.accept(listener))));
  }

  /** Runs something on the callback thread after all that was told before, unless that ended. */
  public void run(Runnable task) {
    boolean unused = offer(task);
  }

  /** The same; false: the thread has ended, the task will not run. */
  public boolean offer(Runnable task) {
    try {
      executor.execute(() -> guarded(task));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Ends the thread after what already waits. */
  public void end() {
    executor.shutdown();
  }

  // A listener is foreign code: its bugs are logged here, where nobody else would see them.
  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("A listener or a continuation of the client failed", e);
    }
  }
}
