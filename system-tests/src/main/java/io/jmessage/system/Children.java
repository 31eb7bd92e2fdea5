package io.jmessage.system;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The processes that this one started: none of them outlives it, except when it is killed with
 * SIGKILL itself. Thread-safe.
 */
public final class Children {
  /** A server needs about a second for a clean stop. */
  private static final Duration GRACE = Duration.ofSeconds(8);

  private static final Set<Process> LIVE = ConcurrentHashMap.newKeySet();

  private Children() {}

  /** Starts one, to be ended with this program at the latest. */
  public static Process start(ProcessBuilder builder) throws IOException {
    Ending.prepare();
    Process process = builder.start();
    LIVE.add(process);
    CompletableFuture<Void> unused = process.onExit().thenRun(() -> LIVE.remove(process));
    return process;
  }

  /** SIGTERM to all, and to those that do not heed it SIGKILL. */
  static void endAll() {
    List<Process> all = List.copyOf(LIVE);
    all.forEach(Process::destroy);
    long end = System.nanoTime() + GRACE.toNanos();
    for (Process process : all) {
      try {
        if (!process.waitFor(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
  }
}
