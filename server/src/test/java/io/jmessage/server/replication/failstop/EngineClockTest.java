package io.jmessage.server.replication.failstop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EngineClockTest {

  private long monotonic = 5_000;
  private long wall = 1_700_000_000_000L;
  private final EngineClock clock = new EngineClock(() -> monotonic * 1_000_000, () -> wall);

  private long passed(long monotonicMillis, long wallMillis) {
    long before = clock.millis();
    monotonic += monotonicMillis;
    wall += wallMillis;
    return clock.millis() - before;
  }

  @Test
  void goesOn_withBothClocks() {
    assertThat(passed(20, 20)).isEqualTo(20);
    assertThat(passed(3000, 3000)).isEqualTo(3000);
  }

  /** Each is too short to be told to the core as a pause; together they are as long as a lease. */
  @Test
  void countsEverySuspension_monotonicClockStoodStill() {
    long all = 0;
    for (int i = 0; i < 10; i++) {
      all += passed(0, 150);
      all += passed(20, 20);
    }
    assertThat(all).isEqualTo(1700);
  }

  @Test
  void countsNothingTwice_wallClockStaysAhead() {
    passed(0, 1000);

    assertThat(passed(20, 20)).isEqualTo(20);
  }

  @Test
  void neverGoesBack_wallClockIsSetBack() {
    assertThat(passed(20, -3_600_000)).isEqualTo(20);
    assertThat(passed(20, 20)).isEqualTo(20);
  }

  /** A wall clock that is being adjusted, as fast as is allowed, is not a suspension. */
  @Test
  void doesNotRun_wallClockIsALittleFaster() {
    long all = 0;
    for (int i = 0; i < 1000; i++) {
      all += passed(20, 22);
    }
    assertThat(all).isEqualTo(20_000);
  }
}
