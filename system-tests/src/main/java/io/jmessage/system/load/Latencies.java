package io.jmessage.system.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long things took, counted in steps of 5 %. Thread-safe. */
final class Latencies {
  private static final double STEP = Math.log(1.05);

  /** Up to some minutes; what is longer counts as that. */
  private static final int STEPS = 520;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS);
  private final AtomicLong worst = new AtomicLong();

  void add(long nanos) {
    long micros = Math.max(1, TimeUnit.NANOSECONDS.toMicros(nanos));
    counts.incrementAndGet((int) Math.min(STEPS - 1, Math.log((double) micros) / STEP));
    worst.accumulateAndGet(nanos, Math::max);
  }

  long count() {
    long count = 0;
    for (int i = 0; i < STEPS; i++) {
      count += counts.get(i);
    }
    return count;
  }

  /** In milliseconds, at most 5 % above the true one; 0 if nothing was added. */
  double quantile(double part) {
    long rank = (long) Math.ceil(count() * part);
    long seen = 0;
    for (int i = 0; i < STEPS; i++) {
      seen += counts.get(i);
      if (seen >= rank && seen > 0) {
        return Math.exp((i + 1) * STEP) / 1000;
      }
    }
    return 0;
  }

  double worst() {
    return worst.get() / 1e6;
  }
}
