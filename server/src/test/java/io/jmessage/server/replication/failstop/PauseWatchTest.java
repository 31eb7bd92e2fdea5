package io.jmessage.server.replication.failstop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PauseWatchTest {
  private final Deque<Long> monotonic = new ArrayDeque<>();
  private final Deque<Long> wall = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();

  @Test
  void tellsOnce_processStoodStill() {
    PauseWatch watch = at(1000, 5000);

    assertThat(ask(watch, 4000, 8000)).isEqualTo(4000);
    assertThat(ask(watch, 4020, 8020)).isEqualTo(4020);

    assertThat(told).containsExactly("3000 before 4000");
  }

  /** Nobody may act on a time whose passing was not looked at. */
  @Test
  void readsTheClockOnce_soThatNoPauseFallsBetweenTheLookAndTheTime() {
    PauseWatch watch = at(1000, 5000);
    monotonic.add(1020L);
    monotonic.add(4020L); // A second look would be after a pause.
    wall.add(5020L);

    assertThat(watch.now(this::tell)).isEqualTo(1020);

    assertThat(told).isEmpty();
    wall.add(8020L);
    assertThat(watch.now(this::tell)).isEqualTo(4020);
    assertThat(told).containsExactly("3000 before 4020");
  }

  @Test
  void countsTheWallClock_monotonicTimeStoodStill() {
    PauseWatch watch = at(1000, 5000);

    assertThat(ask(watch, 1010, 9000)).isEqualTo(1010);

    assertThat(told).containsExactly("4000 before 1010");
  }

  @Test
  void saysNothing_shortGaps() {
    PauseWatch watch = at(1000, 5000);

    assertThat(ask(watch, 1400, 5400)).isEqualTo(1400);
    assertThat(ask(watch, 1800, 5800)).isEqualTo(1800);

    assertThat(told).isEmpty();
  }

  private PauseWatch at(long monotonicMillis, long wallMillis) {
    monotonic.add(monotonicMillis);
    wall.add(wallMillis);
    return new PauseWatch(monotonic::remove, wall::remove);
  }

  private long ask(PauseWatch watch, long monotonicMillis, long wallMillis) {
    monotonic.add(monotonicMillis);
    wall.add(wallMillis);
    return watch.now(this::tell);
  }

  private void tell(long now, long gap) {
    told.add(gap + " before " + now);
  }
}
