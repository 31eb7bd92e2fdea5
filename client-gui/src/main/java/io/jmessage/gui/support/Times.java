package io.jmessage.gui.support;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as the window writes them, in the zone of the clock. Immutable. */
public final class Times {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter WEEKDAY =
      DateTimeFormatter.ofPattern("EEEE", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_WEEKDAY =
      DateTimeFormatter.ofPattern("EEE", Locale.ENGLISH);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEEE, d MMMM", Locale.ENGLISH);
  private static final DateTimeFormatter DATE_AND_YEAR =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_DATE =
      DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter SHORT_DATE_AND_YEAR =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy, HH:mm:ss", Locale.ENGLISH);

  private final Clock clock;

  public Times(Clock clock) {
    this.clock = clock;
  }

  public LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, clock.getZone());
  }

  /** {@code 09:41}. */
  public String clock(Instant time) {
    return CLOCK.format(time.atZone(clock.getZone()));
  }

  /** With day and seconds, for a tooltip. */
  public String full(Instant time) {
    return FULL.format(time.atZone(clock.getZone()));
  }

  /** Above the messages of a day. */
  public String heading(LocalDate day) {
    long daysAgo = ChronoUnit.DAYS.between(day, today());
    if (daysAgo == 0) {
      return "Today";
    }
    if (daysAgo == 1) {
      return "Yesterday";
    }
    if (daysAgo > 1 && daysAgo < 7) {
      return WEEKDAY.format(day);
    }
    return (day.getYear() == today().getYear() ? DATE : DATE_AND_YEAR).format(day);
  }

  /** As short as a list of conversations needs it. */
  public String brief(Instant time) {
    LocalDate day = day(time);
    long daysAgo = ChronoUnit.DAYS.between(day, today());
    if (daysAgo == 0) {
      return clock(time);
    }
    if (daysAgo == 1) {
      return "Yesterday";
    }
    if (daysAgo > 1 && daysAgo < 7) {
      return SHORT_WEEKDAY.format(day);
    }
    return (day.getYear() == today().getYear() ? SHORT_DATE : SHORT_DATE_AND_YEAR).format(day);
  }

  private LocalDate today() {
    return LocalDate.now(clock);
  }
}
