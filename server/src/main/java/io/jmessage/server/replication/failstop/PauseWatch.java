package io.jmessage.server.replication.failstop;

import java.util.function.LongSupplier;

/**
 * Tells the time, and before that whether the whole process stood still since it was asked last
 * (docs/protocol.md, 3.9). Whoever acts on that time knows of every pause before it: between
 * looking for a pause and reading the time there is no moment in which one could fall. One thread.
 */
final class PauseWatch {
  private static final long PAUSE_MILLIS = 400;

  /** Hears of a pause. */
  @FunctionalInterface
  interface Listener {
    void paused(long nowMillis, long gapMillis);
  }

  private final LongSupplier monotonicMillis;
  private final LongSupplier wallMillis;
  private long lastMonotonicMillis;
  private long lastWallMillis;

  PauseWatch(LongSupplier monotonicMillis, LongSupplier wallMillis) {
    this.monotonicMillis = monotonicMillis;
    this.wallMillis = wallMillis;
    lastMonotonicMillis = monotonicMillis.getAsLong();
    lastWallMillis = wallMillis.getAsLong();
  }

  /** Of this process. */
  static PauseWatch ofThisProcess() {
    return new PauseWatch(PauseWatch::monotonicMillis, System::currentTimeMillis);
  }

  static long monotonicMillis() {
    return System.nanoTime() / 1_000_000;
  }

  /**
   * The time to act on. While a virtual machine is suspended, monotonic time may stand still and
   * only the wall clock shows it, so the larger gap of the two counts.
   */
  long now(Listener listener) {
    long monotonic = monotonicMillis.getAsLong();
    long wall = wallMillis.getAsLong();
    long gap = Math.max(monotonic - lastMonotonicMillis, wall - lastWallMillis);
    lastMonotonicMillis = monotonic;
    lastWallMillis = wall;
    if (gap > PAUSE_MILLIS) {
      listener.paused(monotonic, gap);
    }
    return monotonic;
  }
}
