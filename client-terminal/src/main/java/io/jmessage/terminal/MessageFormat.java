package io.jmessage.terminal;

import io.jmessage.client.model.ChatMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** A message as one line: {@code [10:31] bob: text}, with the day if it is not today's. */
final class MessageFormat {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

  private final ZoneId zone = ZoneId.systemDefault();

  String line(ChatMessage message, String me) {
    String who = message.from().equals(me) ? "you to " + message.to() : message.from();
    String late = message.merged() ? " (came in late)" : "";
    return "[%s] %s%s: %s".formatted(time(message.time()), who, late, message.text());
  }

  private String time(Instant instant) {
    boolean today = LocalDate.ofInstant(instant, zone).equals(LocalDate.now(zone));
    return (today ? TIME : DAY_AND_TIME).format(instant.atZone(zone));
  }
}
