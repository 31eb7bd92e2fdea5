package io.jmessage.bench.load;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * The operations that end while it is open, and how long each took. Failures count whether it is
 * open or not. Thread-safe.
 */
public final class Recording {
  /** Three digits: figures are right within 0.1 %. */
  private static final int DIGITS = 3;

  private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int TOLD_MAX = 10;

  private final Recorder latencies = new Recorder(LONGEST_NANOS, DIGITS);
  private final LongAdder ended = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean open;

  /** From now on operations that end are recorded. */
  public void open() {
    latencies.reset();
    open = true;
  }

  /** No longer. */
  public Histogram close() {
    open = false;
    return latencies.getIntervalHistogram();
  }

  /** One has ended. */
  public void ended(long nanos) {
    ended.increment();
    if (open) {
      latencies.recordValue(Math.min(LONGEST_NANOS, Math.max(1, nanos)));
    }
  }

  /** One has failed. */
  public void failed(String why) {
    failed.increment();
    if (failures.size() < TOLD_MAX) {
      failures.add(why);
    }
  }

  /** What the first operation that failed was told. */
  public Optional<String> failure() {
    return Optional.ofNullable(failures.peek());
  }

  /** How many have ended well, whether it was open or not. */
  public long endedCount() {
    return ended.sum();
  }

  public long failedCount() {
    return failed.sum();
  }
}
