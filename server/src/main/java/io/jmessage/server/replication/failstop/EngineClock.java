package io.jmessage.server.replication.failstop;

import java.util.function.LongSupplier;

/**
 * The engine's time, which goes on while this process does not run (docs/protocol.md, A4). Linux'
 * monotonic clock stands still while a virtual machine is suspended: what the wall clock shows
 * beyond it counts as time that passed, however short. A wall clock that is set forward looks the
 * same, which does no harm; one that is set back is ignored. One thread.
 */
final class EngineClock {

  /** The two clocks are read one after the other, in milliseconds, and run not quite alike. */
  static final long TOLERANCE_MILLIS = 5;

  private final LongSupplier monotonicNanos;
  private final LongSupplier wallMillis;
  private long suspendedMillis;
  private long wallAheadMillis;

  EngineClock(LongSupplier monotonicNanos, LongSupplier wallMillis) {
    this.monotonicNanos = monotonicNanos;
    this.wallMillis = wallMillis;
    this.wallAheadMillis = wallMillis.getAsLong() - monotonicMillis();
  }

  static EngineClock ofTheSystem() {
    return new EngineClock(System::nanoTime, System::currentTimeMillis);
  }

  /** Milliseconds since some moment; never less than before. */
  long millis() {
    long monotonic = monotonicMillis();
    long ahead = wallMillis.getAsLong() - monotonic;
    if (ahead - wallAheadMillis > TOLERANCE_MILLIS) {
      suspendedMillis += ahead - wallAheadMillis;
    }
    wallAheadMillis = ahead;
    return monotonic + suspendedMillis;
  }

  private long monotonicMillis() {
    return monotonicNanos.getAsLong() / 1_000_000;
  }
}
