package io.jmessage.server.replication.failstop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has a long work leave the processors and the disk to what users wait for, most of the time: for
 * each moment that it worked it rests four. Else it takes a core for seconds, and on few cores
 * every message waits behind it at each thread that it passes (docs/performance.md). One thread.
 */
final class Throttle {

  /** Whether the end comes within so many nanoseconds; returns early if it does. */
  interface End {
    boolean within(long nanos) throws InterruptedException;
  }

  static final int REST_PER_WORK = 4;
  static final long WORK_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(1);
  static final long REST_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(50);

  private final LongSupplier nanoTime;
  private final End end;
  private long resumed;

  Throttle(LongSupplier nanoTime, End end) {
    this.nanoTime = nanoTime;
    this.end = end;
    this.resumed = nanoTime.getAsLong();
  }

  /**
   * To be called often; rests if it is time to.
   *
   * @throws UncheckedIOException if the end has come: the work is to be left as it is
   */
  void rest() {
    long worked = nanoTime.getAsLong() - resumed;
    long rest = worked < WORK_NANOS_MIN ? 0 : Math.min(REST_PER_WORK * worked, REST_NANOS_MAX);
    try {
      if (end.within(rest)) {
        throw new UncheckedIOException(new IOException("this server stops"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("interrupted"));
    }
    if (rest > 0) {
      resumed = nanoTime.getAsLong();
    }
  }
}
