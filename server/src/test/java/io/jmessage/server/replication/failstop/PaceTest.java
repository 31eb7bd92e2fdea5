package io.jmessage.server.replication.failstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a work of the background rests. */
class PaceTest {

  private long now = 1_000;
  private boolean ended;
  private final List<Long> rests = new ArrayList<>();
  private final Pace pace =
      new Pace(
          () -> now,
          nanos -> {
            rests.add(nanos);
            now += nanos;
            return ended;
          });

  @Test
  void restsFourTimesAsLongAsItWorked() {
    now += 2 * Pace.WORK_NANOS_MIN;
    pace.rest();
    now += 3 * Pace.WORK_NANOS_MIN;
    pace.rest();

    assertThat(rests).containsExactly(8 * Pace.WORK_NANOS_MIN, 12 * Pace.WORK_NANOS_MIN);
  }

  @Test
  void worksOn_untilItIsWorthARest() {
    for (int call = 0; call < 4; call++) {
      now += Pace.WORK_NANOS_MIN / 4;
      pace.rest();
    }

    assertThat(rests).containsExactly(0L, 0L, 0L, 4 * Pace.WORK_NANOS_MIN);
  }

  @Test
  void neverRestsForLong_soThatItEnds() {
    now += Pace.REST_NANOS_MAX;
    pace.rest();

    assertThat(rests).containsExactly(Pace.REST_NANOS_MAX);
  }

  @Test
  void throwsWhenTheEndHasCome() {
    ended = true;

    assertThatThrownBy(pace::rest)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("this server stops");
  }
}
