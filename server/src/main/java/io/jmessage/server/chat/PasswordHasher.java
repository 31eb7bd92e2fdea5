package io.jmessage.server.chat;

import io.jmessage.server.replication.RefusedException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Hashes and checks passwords on one thread of its own, so that neither the engine nor the client
 * port ever waits for it, and a storm of logins cannot take the machine.
 *
 * <p>When more than about 2 s of work is waiting it refuses with {@link RefusedException}.
 * Thread-safe.
 */
public final class PasswordHasher implements AutoCloseable {
  private static final long WAITING_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

  /** At 20 ms per hash, which is fast, 2 s of work. */
  private static final int QUEUED_MAX = 100;

  private static final String NOBODYS = "a password that nobody has";

  private final Argon2 argon2;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUED_MAX),
          task -> {
            Thread worker = new Thread(task, "password-hashing");
            worker.setDaemon(true);
            return worker;
          });
  private final AtomicLong averageNanos = new AtomicLong();
  private volatile String dummy = "";

  public PasswordHasher(Argon2 argon2) {
    this.argon2 = argon2;
  }

  /**
   * Hashes once in the background: the first hash of a process is some ten times slower. It also
   * gives the hash that unknown names are checked against.
   */
  public void warmUp() {
    thread.execute(() -> dummy = argon2.hash(NOBODYS));
  }

  /** The encoded hash, with a new salt. */
  CompletableFuture<String> hash(String password) {
    return enqueue(() -> argon2.hash(password));
  }

  /** Whether the encoded hash is that of the password. */
  CompletableFuture<Boolean> matches(String password, String encoded) {
    return enqueue(() -> argon2.matches(password, encoded));
  }

  /** Takes as long as a check, so that time does not tell whether an account exists. */
  CompletableFuture<Void> matchNothing(String password) {
    return enqueue(
        () -> {
          dummy = dummy.isEmpty() ? argon2.hash(NOBODYS) : dummy;
          boolean unused = argon2.matches(password, dummy);
          return null;
        });
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private <T> CompletableFuture<T> enqueue(Supplier<T> work) {
    if (thread.getQueue().size() * averageNanos.get() > WAITING_NANOS_MAX) {
      return CompletableFuture.failedFuture(busy());
    }
    try {
      return CompletableFuture.supplyAsync(() -> timed(work), thread);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(busy());
    }
  }

  private <T> T timed(Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    long took = System.nanoTime() - start;
    // One eighth of the newest: follows a change within a second, forgives one outlier.
    averageNanos.updateAndGet(average -> average == 0 ? took : average + (took - average) / 8);
    return result;
  }

  private static RefusedException busy() {
    return new RefusedException(
        RefusedException.Reason.TOO_BUSY, "more logins are waiting than 2 s can serve");
  }
}
