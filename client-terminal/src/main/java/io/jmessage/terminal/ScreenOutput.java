package io.jmessage.terminal;

import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/** Prints above the line that the user is typing. Thread-safe. */
public final class ScreenOutput implements Output {
  private final boolean colours;
  private LineReader reader;

  public ScreenOutput(LineReader reader, boolean colours) {
    this.reader = reader;
    this.colours = colours;
  }

  /** The user types at this one now. */
  synchronized void printAbove(LineReader other) {
    this.reader = other;
  }

  @Override
  public synchronized void print(Kind kind, String line) {
    String safe = PlainText.of(line);
    reader.printAbove(
        colours ? new AttributedString(safe, style(kind)) : new AttributedString(safe));
  }

  private static AttributedStyle style(Kind kind) {
    return switch (kind) {
      case ANSWER -> AttributedStyle.DEFAULT;
      case MESSAGE -> AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
      case NOTE -> AttributedStyle.DEFAULT.faint();
      case WARNING -> AttributedStyle.DEFAULT.foreground(AttributedStyle.YELLOW);
      case ERROR -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
    };
  }
}
