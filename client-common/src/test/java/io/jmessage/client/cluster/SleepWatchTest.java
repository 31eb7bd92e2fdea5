package io.jmessage.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SleepWatchTest {
  private static final long PERIOD_NANOS = SleepWatch.PERIOD.toNanos();
  private final SleepWatch watch = new SleepWatch(0, 0);

  @Test
  void clocksThatGoOnTogether_areNoSleep() {
    assertThat(watch.hasSlept(500, PERIOD_NANOS)).isFalse();
    assertThat(watch.hasSlept(2_900, PERIOD_NANOS + Duration.ofMillis(2_400).toNanos())).isFalse();
  }

  @Test
  void wallClockThatHasGoneOnAlone_isASleep_once() {
    assertThat(watch.hasSlept(3_600_000, PERIOD_NANOS)).isTrue();
    assertThat(watch.hasSlept(3_600_500, 2 * PERIOD_NANOS)).isFalse();
  }

  @Test
  void processThatStoodStill_isASleep() {
    assertThat(watch.hasSlept(5_000, Duration.ofSeconds(5).toNanos())).isTrue();
  }

  @Test
  void clockThatIsSetBack_isNone() {
    assertThat(watch.hasSlept(-3_600_000, PERIOD_NANOS)).isFalse();
  }
}
