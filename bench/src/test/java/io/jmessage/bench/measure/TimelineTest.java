package io.jmessage.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rates and gaps, in a time of its own. */
class TimelineTest {
  private long nanos = 77;
  private final Timeline timeline = new Timeline(() -> nanos);

  @Test
  void longestGap_isTheLongestTimeWithoutAny() {
    markAt(0, 1, 2, 10, 400, 401, 450);
    pass(500);

    Timeline.Gap gap = timeline.longestGap(0, timeline.now());

    assertThat(gap.from()).isEqualTo(11);
    assertThat(gap.to()).isEqualTo(400);
    assertThat(gap.millis()).isEqualTo(389);
  }

  @Test
  void gap_countsFromTheGivenMoment_alsoWhenNothingComes() {
    markAt(0);
    pass(100);

    assertThat(timeline.longestGap(40, timeline.now()).millis()).isEqualTo(60);
  }

  @Test
  void rate_isASecond_betweenTwoMoments() {
    markAt(10, 20, 30, 30, 200);
    pass(1000);

    assertThat(timeline.rate(0, 100)).isEqualTo(40);
    assertThat(timeline.rate(0, 1000)).isEqualTo(5);
    assertThat(timeline.rate(500, 1000)).isZero();
  }

  private void markAt(int... millis) {
    for (int at : millis) {
      pass(at);
      timeline.mark();
    }
  }

  private void pass(int millis) {
    nanos = 77 + TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
