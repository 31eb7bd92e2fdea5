package io.jmessage.terminal.screen;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Rings the bell of the terminal and names what has come, at most once a second. One thread. */
final class Notifier {
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();
  private static final String BELL = "\u0007";
  private static final String OSC_9 = "\u001b]9;";

  /** A notice of the desktop is one or two lines. */
  private static final int CELLS_MAX = 120;

  private final Notify how;
  private final Consumer<String> terminal;
  private final LongSupplier nanos;
  private long last;

  /**
   * @param nanos of a clock that only counts on
   */
  Notifier(Notify how, Consumer<String> terminal, LongSupplier nanos) {
    this.how = how;
    this.terminal = terminal;
    this.nanos = nanos;
    this.last = nanos.getAsLong() - PAUSE_NANOS;
  }

  /**
   * @param text of others, too; it does not begin with a number, which some terminals take for
   *     another command than a notice
   */
  void ring(String text) {
    long now = nanos.getAsLong();
    if (how != Notify.NONE && now - last >= PAUSE_NANOS) {
      last = now;
      terminal.accept(how == Notify.DESKTOP ? BELL + named(text) : BELL);
    }
  }

  private static String named(String text) {
    return OSC_9 + Cells.fit(Cells.cleanLine(text), CELLS_MAX) + BELL;
  }
}
