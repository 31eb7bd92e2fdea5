package io.jmessage.server.replication.failstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a work of the background rests. */
class ThrottleTest {

  private long now = 1_000;
  private boolean ended;
  private final List<Long> rests = new ArrayList<>();
  private final Throttle throttle =
      new Throttle(
          () -> now,
          nanos -> {
            rests.add(nanos);
            now += nanos;
            return ended;
          });

  @Test
  void restsFourTimesAsLongAsItWorked() {
    now += 2 * Throttle.WORK_NANOS_MIN;
    throttle.rest();
    now += 3 * Throttle.WORK_NANOS_MIN;
    throttle.rest();

    assertThat(rests).containsExactly(8 * Throttle.WORK_NANOS_MIN, 12 * Throttle.WORK_NANOS_MIN);
  }

  @Test
  void worksOn_untilItIsWorthARest() {
    for (int call = 0; call < 4; call++) {
      now += Throttle.WORK_NANOS_MIN / 4;
      throttle.rest();
    }

    assertThat(rests).containsExactly(0L, 0L, 0L, 4 * Throttle.WORK_NANOS_MIN);
  }

  @Test
  void neverRestsForLong_soThatItEnds() {
    now += Throttle.REST_NANOS_MAX;
    throttle.rest();

    assertThat(rests).containsExactly(Throttle.REST_NANOS_MAX);
  }

  @Test
  void throwsWhenTheEndHasCome() {
    ended = true;

    assertThatThrownBy(throttle::rest)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("this server stops");
  }
}
