package io.jmessage.bench.measure;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;

/** How many acknowledgements came in each millisecond, from its making on. Thread-safe. */
final class Timeline {
  /** As long as one round with a fault may take. */
  private static final int MILLIS_MAX = 300_000;

  private final LongSupplier nanos;
  private final long begun;
  private final AtomicIntegerArray counts = new AtomicIntegerArray(MILLIS_MAX);

  Timeline() {
    this(System::nanoTime);
  }

  /**
   * With another clock.
   *
   * @param nanos that only rise
   */
  Timeline(LongSupplier nanos) {
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /** One came now. */
  void mark() {
    int now = now();
    if (now < MILLIS_MAX) {
      int unused = counts.incrementAndGet(now);
    }
  }

  /** Milliseconds since the beginning. */
  int now() {
    return (int) TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - begun);
  }

  /** Acknowledgements a second between two moments. */
  double rate(int from, int to) {
    long sum = 0;
    for (int i = from; i < Math.min(to, MILLIS_MAX); i++) {
      sum += counts.get(i);
    }
    return sum * 1000.0 / Math.max(1, to - from);
  }

  /** The longest time without any between two moments. */
  Gap longestGap(int from, int to) {
    Gap longest = new Gap(from, from);
    int begin = from;
    for (int i = from; i < Math.min(to, MILLIS_MAX); i++) {
      if (counts.get(i) > 0) {
        begin = i + 1;
      } else if (i + 1 - begin > longest.millis()) {
        longest = new Gap(begin, i + 1);
      }
    }
    return longest;
  }

  /** From the first millisecond without any to the first one with one. */
  record Gap(int from, int to) {
    int millis() {
      return to - from;
    }
  }
}
