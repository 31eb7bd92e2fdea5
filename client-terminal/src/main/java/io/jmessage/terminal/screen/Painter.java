package io.jmessage.terminal.screen;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Gives each tone its look; without colours by weight and inversion alone. */
final class Painter {
  private static final AttributedStyle NORMAL = AttributedStyle.DEFAULT;

  private final boolean colours;

  Painter(boolean colours) {
    this.colours = colours;
  }

  AttributedString paint(Line line) {
    AttributedStringBuilder painted = new AttributedStringBuilder();
    line.pieces().forEach(piece -> painted.append(piece.text(), look(piece.tone())));
    return painted.toAttributedString();
  }

  private AttributedStyle look(Tone tone) {
    return switch (tone) {
      case PLAIN -> NORMAL;
      case FAINT -> NORMAL.faint();
      case STRONG -> NORMAL.bold();
      case BAR, SELECTED -> NORMAL.inverse();
      case OWN -> coloured(NORMAL, AttributedStyle.CYAN);
      case NEWS -> coloured(NORMAL.bold(), AttributedStyle.GREEN);
      case WARNING -> coloured(NORMAL, AttributedStyle.YELLOW);
      case ERROR -> coloured(NORMAL.bold(), AttributedStyle.RED);
    };
  }

  private AttributedStyle coloured(AttributedStyle style, int colour) {
    return colours ? style.foreground(colour) : style;
  }
}
