package io.jmessage.system.link;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How one direction of a link treats bytes, those of all its connections together. Loop thread
 * only.
 */
final class Conduct {
  private static final int READ_MAX = 16 << 10;
  private static final int READ_MIN = 512;

  /** More than a stream of the log keeps on its way. */
  private static final int WAITING_MAX = 1 << 20;

  private static final int WAITING_MIN = 4 << 10;

  private final SplittableRandom random;
  private boolean held;
  private long delayNanos;
  private long jitterNanos;

  /** 0: as many as there are. */
  private int bytesPerSecond;

  private long busyUntil;

  Conduct(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Whether nothing passes. What waits stays, as what TCP sends again until it gets through. */
  boolean held() {
    return held;
  }

  void hold() {
    held = true;
  }

  void slow(Duration delay, Duration jitter) {
    delayNanos = delay.toNanos();
    jitterNanos = jitter.toNanos();
  }

  void narrow(int bytes) {
    bytesPerSecond = bytes;
  }

  void heal() {
    held = false;
    delayNanos = 0;
    jitterNanos = 0;
    bytesPerSecond = 0;
    busyUntil = 0;
  }

  /** When bytes that came now may go on. */
  long due(long now, int bytes) {
    long due = now + delayNanos;
    if (jitterNanos > 0) {
      due += random.nextLong(jitterNanos);
    }
    if (bytesPerSecond > 0) {
      busyUntil = Math.max(now, busyUntil) + bytes * 1_000_000_000L / bytesPerSecond;
      due += busyUntil - now;
    }
    return due;
  }

  /** How many bytes to take at once: a narrow link passes them in small pieces. */
  int readMax() {
    return bytesPerSecond == 0
        ? READ_MAX
        : Math.min(READ_MAX, Math.max(READ_MIN, bytesPerSecond / 50));
  }

  /** How many bytes of one connection may wait: those of a tenth of a second if it is narrow. */
  int waitingMax() {
    return bytesPerSecond == 0
        ? WAITING_MAX
        : Math.min(WAITING_MAX, Math.max(WAITING_MIN, bytesPerSecond / 10));
  }
}
