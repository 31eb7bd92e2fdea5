package io.jmessage.simulator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.Predicate;

/** The last steps of a run, put into words only when somebody asks. */
final class Trace {

  private static final int LINES_MAX = 400;

  private record Line(long micros, String who, String what, Object detail) {}

  private final Deque<Line> lines = new ArrayDeque<>();
  private final boolean everything;

  /** {@code everything}: keeps all lines, for a replay. */
  Trace(boolean everything) {
    this.everything = everything;
  }

  void add(long micros, String who, String what, Object detail) {
    if (!everything && lines.size() == LINES_MAX) {
      lines.removeFirst();
    }
    lines.add(new Line(micros, who, what, detail));
  }

  String text() {
    return text(line -> true);
  }

  private String text(Predicate<Line> filter) {
    StringBuilder text = new StringBuilder();
    lines.stream()
        .filter(filter)
        .forEach(
            line ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "%10.3f ms  %-8s %-7s %s%n",
                        line.micros() / 1000.0,
                        line.who(),
                        line.what(),
                        Words.of(line.detail()))));
    return text.toString();
  }
}
