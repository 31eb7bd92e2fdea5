package io.jmessage.system;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions, never longer than said. */
public final class Wait {
  /** Often enough that no measured fail-over is rounded by it, seldom enough to cost nothing. */
  private static final Duration POLL = Duration.ofMillis(10);

  private Wait() {}

  /**
   * Waits until the condition holds.
   *
   * @throws SystemFailure after {@code limit}, with the message made then
   */
  public static void until(Duration limit, Supplier<String> message, BooleanSupplier condition) {
    if (!within(limit, condition)) {
      throw new SystemFailure(message.get() + " (waited " + limit.toSeconds() + " s)");
    }
  }

  /**
   * Waits until there is a value.
   *
   * @throws SystemFailure after {@code limit}, with the message made then
   */
  public static <T> T forValue(
      Duration limit, Supplier<String> message, Supplier<Optional<T>> source) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> value = source.get();
      if (value.isPresent()) {
        return value.get();
      }
      if (System.nanoTime() - end > 0) {
        throw new SystemFailure(message.get() + " (waited " + limit.toSeconds() + " s)");
      }
      pause();
    }
  }

  /** Whether the condition held before the limit. */
  public static boolean within(Duration limit, BooleanSupplier condition) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
  }
}
