package io.jmessage.bench.load;

import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * When operations are due. At a steady rate each has a time of its own, whatever became of the ones
 * before, and its latency counts from then on: a system that stalls does not thereby get fewer slow
 * answers (coordinated omission). Thread-safe.
 */
public final class Pace {
  /** Parks for less than this are late by as much; then it is left to the next operation. */
  private static final long NEAR_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

  private final OptionalDouble perSecond;
  private final AtomicLong tickets = new AtomicLong();
  private volatile long begun;

  private Pace(OptionalDouble perSecond) {
    this.perSecond = perSecond;
  }

  /** The next when the one before has ended. */
  public static Pace saturated() {
    return new Pace(OptionalDouble.empty());
  }

  /** So many a second, over all writers. */
  public static Pace steady(double perSecond) {
    return new Pace(OptionalDouble.of(perSecond));
  }

  public boolean isSteady() {
    return perSecond.isPresent();
  }

  /** From now on operations are due. */
  void begin() {
    tickets.set(0);
    begun = System.nanoTime();
  }

  /** The time from which on the next operation counts, which may be past or to come. */
  long next() {
    if (perSecond.isEmpty()) {
      return System.nanoTime();
    }
    double seconds = tickets.getAndIncrement() / perSecond.getAsDouble();
    return begun + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
  }

  /** Returns when that time has come; earlier if the thread is interrupted. */
  static void await(long due) {
    for (long left = due - System.nanoTime();
        left > NEAR_NANOS && !Thread.currentThread().isInterrupted();
        left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
