package io.jmessage.gui.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.fake.ManualClock;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** It is Friday, 20 November 2026, ten o'clock. */
class TimesTest {
  private final Times times = new Times(new ManualClock());

  @ParameterizedTest
  @CsvSource({
    "2026-11-20T00:00:00Z, Today, 00:00",
    "2026-11-19T23:59:59Z, Yesterday, Yesterday",
    "2026-11-18T12:00:00Z, Wednesday, Wed",
    "2026-11-14T12:00:00Z, Saturday, Sat",
    "2026-11-13T12:00:00Z, 'Friday, 13 November', 13 Nov",
    "2025-11-20T12:00:00Z, 20 November 2025, 20 Nov 2025",
    "2026-11-21T00:00:00Z, 'Saturday, 21 November', 21 Nov",
  })
  void namesDaysAsPeopleDo(Instant time, String heading, String brief) {
    assertThat(times.heading(times.day(time))).isEqualTo(heading);
    assertThat(times.brief(time)).isEqualTo(brief);
  }
}
