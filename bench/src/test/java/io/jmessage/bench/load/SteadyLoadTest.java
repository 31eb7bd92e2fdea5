package io.jmessage.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.system.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Whoever stalls pays for every operation that was due meanwhile. */
class SteadyLoadTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int RATE = 200;
  private static final int DUE_DURING_THE_STALL = 60;

  private final Recording recording = new Recording();
  private final CountDownLatch stall = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();

  @Test
  void blockingWriter_thatStalls_isSlowForAllThatWereDue() throws Exception {
    Writer.Blocking writer =
        () -> {
          if (begun.getAndIncrement() == 0) {
            stall.await();
          }
        };
    requireSlowOnes(writer);
  }

  @Test
  void callingWriter_thatStalls_isSlowForAllThatWereDue() throws Exception {
    Writer.Calling writer =
        completion -> {
          if (begun.getAndIncrement() == 0) {
            new Thread(() -> afterTheStall(completion)).start();
          } else {
            completion.done();
          }
        };
    requireSlowOnes(writer);
  }

  @Test
  void writerThatFails_writesNoMore_andItsReasonIsTold() {
    Writer.Calling writer =
        completion -> {
          begun.incrementAndGet();
          completion.failed("the disk is full");
        };
    Load load = Load.of(List.of(writer), Pace.saturated(), recording);

    load.start();
    load.stop();

    assertThat(recording.failure()).contains("the disk is full");
    assertThat(recording.failedCount()).isEqualTo(1);
    assertThat(begun).hasValue(1);
  }

  private void requireSlowOnes(Writer writer) throws Exception {
    long stallMillis = DUE_DURING_THE_STALL * 1000L / RATE;
    Load load = Load.of(List.of(writer), Pace.steady(RATE), recording);
    recording.open();
    load.start();
    boolean ended = stall.await(stallMillis, TimeUnit.MILLISECONDS); // the stall itself
    assertThat(ended).isFalse();
    stall.countDown();
    boolean caughtUp = Wait.within(LIMIT, () -> recording.endedCount() >= 2 * DUE_DURING_THE_STALL);
    load.stop();

    Histogram latencies = recording.close();
    assertThat(caughtUp).isTrue();
    // Half of those that were due waited for the other half of the stall, or longer.
    long slow = TimeUnit.MILLISECONDS.toNanos(stallMillis / 2 - 20);
    assertThat(latencies.getCountBetweenValues(slow, Long.MAX_VALUE / 2))
        .isGreaterThanOrEqualTo(DUE_DURING_THE_STALL / 2 - 1);
  }

  private void afterTheStall(Completion completion) {
    try {
      stall.await();
      completion.done();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
