package io.jmessage.server.replication.failstop;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes fail-stop true: a server that cannot write its disk, or finds its state wrong, says so in
 * one line and halts. The first cause counts. Thread-safe.
 */
final class FailStop {

  private static final Logger LOG = LoggerFactory.getLogger(FailStop.class);
  private static final long JOIN_MILLIS = 5000;

  /** Work that touches the disk. */
  interface Task {
    void run() throws IOException;
  }

  static final Task NOTHING = () -> {};

  /** Runs a task on another thread and tells whoever waits. */
  interface Done {
    void run(Task task) throws IOException;
  }

  private final Consumer<String> halted;
  private final AtomicBoolean halting = new AtomicBoolean();

  /** {@code halted}: ends the process; called once, with one line for the operator. */
  FailStop(Consumer<String> halted) {
    this.halted = halted;
  }

  void halt(String what, Throwable cause) {
    if (halting.compareAndSet(false, true)) {
      LOG.debug("halting", cause);
      halted.accept(what + ": " + describe(cause));
    }
  }

  /** What failed and what lies under it, in one line. */
  private static String describe(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String text = root == failure ? "" + failure : failure.getMessage() + ": " + root;
    return text.lines().findFirst().orElse("");
  }

  void halt(String what) {
    if (halting.compareAndSet(false, true)) {
      halted.accept(what);
    }
  }

  boolean isHalting() {
    return halting.get();
  }

  /**
   * Hands a task to another thread by way of {@code hand}, and waits until it is done there. If it
   * fails, this server halts.
   */
  void callAndWait(Consumer<Done> hand) {
    CompletableFuture<Boolean> finished = new CompletableFuture<>();
    hand.accept(
        task -> {
          try {
            task.run();
            finished.complete(true);
          } catch (IOException | RuntimeException e) {
            finished.completeExceptionally(e);
            throw e;
          }
        });
    try {
      finished.get();
    } catch (ExecutionException e) {
      halt("cannot go on", e.getCause() == null ? e : e.getCause());
      throw new IllegalStateException("halting", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static void join(Thread thread) {
    try {
      thread.join(JOIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
