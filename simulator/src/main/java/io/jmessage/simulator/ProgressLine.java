package io.jmessage.simulator;

import java.io.PrintWriter;

/** How far it is: one line that is written over on a terminal, else a line now and then. */
final class ProgressLine {

  private static final int SELDOM = 30;

  private final PrintWriter err;

  @SuppressWarnings("SystemConsoleNull") // If it is no terminal after all, a line is written over.
  private final boolean terminal = System.console() != null;

  private int reports;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  void report(long done, long ofAll, double seconds) {
    reports++;
    if (!terminal && reports % SELDOM != 0) {
      return;
    }
    double perSecond = done / seconds;
    String left = done == 0 ? "?" : String.valueOf(Math.round((ofAll - done) / perSecond));
    err.printf(
        terminal
            ? "\r%,d of %,d schedules, %.1f a second, %s s left   "
            : "%,d of %,d schedules, %.1f a second, %s s left%n",
        done,
        ofAll,
        perSecond,
        left);
    err.flush();
  }

  void end() {
    if (terminal && reports > 0) {
      err.println();
    }
  }
}
