package io.jmessage.client.cluster;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a request is tried again, always with the same ids. Bounded by the request's deadline; this
 * says only how long one attempt may take and how long to wait between two.
 *
 * @param attempt longest time for one attempt; a master that answers the watch but not the request
 * @param between longest time between two attempts
 */
public record RetryPolicy(Duration attempt, Duration between) {
  /** An fsync on every server takes milliseconds; five seconds without an answer is a lost one. */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(Duration.ofSeconds(5), Backoff.LONGEST);

  Duration wait(Backoff backoff, Duration asked, RandomGenerator random) {
    Duration wait = backoff.next(between, random);
    Duration least = asked.compareTo(between) > 0 ? between : asked;
    return wait.compareTo(least) > 0 ? wait : least;
  }
}
