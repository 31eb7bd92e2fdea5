package io.jmessage.terminal.screen;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/**
 * Text in the cells of a terminal. Only {@link #clean} text may be shown: it has the same width in
 * every terminal, character by character, and cannot steer it. See decision 0031.
 */
final class Cells {
  private static final int REGIONAL_A = 0x1F1E6;
  private static final int COMBINING_MAX = 3;
  private static final int TAB = 4;

  private Cells() {}

  /** Harmless and of a known width; line breaks stay. */
  static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    int combining = 0;
    for (int c : text.replace("\r\n", "\n").codePoints().toArray()) {
      String shown = shown(c);
      combining = !shown.equals("\n") && width(shown) == 0 ? combining + 1 : 0;
      // A heap of marks would grow over the lines above; one without a letter has no cell.
      if (combining <= COMBINING_MAX && !(combining > 0 && clean.isEmpty())) {
        clean.append(shown);
      }
    }
    return clean.toString();
  }

  /** The same on one line. */
  static String cleanLine(String text) {
    return clean(text).replace('\n', ' ');
  }

  private static String shown(int c) {
    if (c == '\n' || c == '\u2028' || c == '\u2029' || c == '\r') {
      return "\n";
    }
    if (c == '\t') {
      return " ".repeat(TAB);
    }
    if (c >= REGIONAL_A && c < REGIONAL_A + 26) {
      return Character.toString('A' + c - REGIONAL_A); // flags: terminals differ in their width
    }
    boolean emojiPart =
        (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0x1F3FB && c <= 0x1F3FF) || (c >> 16) == 0xE;
    return switch (Character.getType(c)) {
      case Character.CONTROL, Character.SURROGATE, Character.PRIVATE_USE -> "\uFFFD";
      case Character.UNASSIGNED ->
          WCWidth.wcwidth(c) == 2 && c >= 0x1F300 ? Character.toString(c) : "\uFFFD";
      case Character.FORMAT -> ""; // joiners, marks of direction, soft hyphens
      default -> emojiPart ? "" : Character.toString(c);
    };
  }

  static int width(String clean) {
    return clean.codePoints().map(Cells::width).sum();
  }

  private static int width(int c) {
    return Math.max(0, WCWidth.wcwidth(c));
  }

  /** At most so wide; what is cut off shows as an ellipsis. */
  static String fit(String clean, int width) {
    if (width(clean) <= width) {
      return clean;
    }
    return width < 1 ? "" : start(clean, width - 1) + "…";
  }

  /** Exactly so wide. */
  static String pad(String clean, int width) {
    String fitted = fit(clean, width);
    return fitted + " ".repeat(Math.max(0, width - width(fitted)));
  }

  private static String start(String clean, int width) {
    int end = 0;
    int used = 0;
    while (end < clean.length()) {
      int c = clean.codePointAt(end);
      if (used + width(c) > width) {
        break;
      }
      used += width(c);
      end += Character.charCount(c);
    }
    return clean.substring(0, end);
  }

  /** In lines that are at most so wide, broken at blanks where there are any. */
  static List<String> wrap(String clean, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : clean.split("\n", -1)) {
      String rest = line;
      while (width(rest) > width) {
        String start = start(rest, width);
        if (start.isEmpty()) {
          break; // a wide character in one cell: left out
        }
        int blank = start.lastIndexOf(' ');
        boolean atBlank = blank > 0 && rest.charAt(start.length()) != ' ';
        lines.add(atBlank ? start.substring(0, blank) : start);
        rest = rest.substring(atBlank ? blank + 1 : start.length()).stripLeading();
      }
      lines.add(width(rest) > width ? "" : rest);
    }
    return lines;
  }
}
