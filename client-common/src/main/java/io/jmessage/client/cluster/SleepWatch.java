package io.jmessage.client.cluster;

import java.time.Duration;

/**
 * Notices that this machine, or this process, has not run for a while: the wall clock has gone on
 * where the machine's own clock stood still, or both went on and nobody looked. Not thread-safe.
 */
final class SleepWatch {
  /** How often it is asked. */
  static final Duration PERIOD = Duration.ofMillis(500);

  /** Well over a long garbage collection, well under what a person calls sleep. */
  private static final long GAP_MILLIS = 2_500;

  private long wallMillis;
  private long nanos;

  SleepWatch(long wallMillis, long nanos) {
    this.wallMillis = wallMillis;
    this.nanos = nanos;
  }

  /** Whether there was a gap since the last question. */
  boolean hasSlept(long nowWallMillis, long nowNanos) {
    long wall = nowWallMillis - wallMillis;
    long own = Duration.ofNanos(nowNanos - nanos).toMillis();
    wallMillis = nowWallMillis;
    nanos = nowNanos;
    return Math.max(wall, own) > PERIOD.toMillis() + GAP_MILLIS;
  }
}
