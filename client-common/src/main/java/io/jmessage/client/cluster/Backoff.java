package io.jmessage.client.cluster;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubles from 50 ms, with jitter, so that a thousand clients
 * that lost their master together do not come back together.
 */
public final class Backoff {
  /** A server that cannot be reached is tried again after at most this. */
  public static final Duration LONGEST = Duration.ofSeconds(2);

  /** An answer is cheap, and the next one may say that the election is over. */
  static final Duration LONGEST_IF_ANSWERING = Duration.ofMillis(400);

  private static final long FIRST_MILLIS = 50;
  private static final int DOUBLINGS_MAX = 10;

  private int failures;

  /** The wait after one more failure in a row: between half and all of the doubled time. */
  public Duration next(Duration longest, RandomGenerator random) {
    long full = Math.min(longest.toMillis(), FIRST_MILLIS << Math.min(failures, DOUBLINGS_MAX));
    failures++;
    return Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
  }

  public void reset() {
    failures = 0;
  }
}
