package io.jmessage.gui.support;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits text into runs of emoji and of everything else, because emoji need a font of their own
 * (JavaFX cannot draw the colour fonts that it would pick by itself). No cluster that people see as
 * one is cut.
 */
public final class TextRuns {
  private static final Pattern CLUSTER = Pattern.compile("\\X");
  private static final int VARIATION_TEXT = 0xFE0E;
  private static final int VARIATION_EMOJI = 0xFE0F;
  private static final int KEYCAP = 0x20E3;

  /** A piece of text in one font. */
  public record Run(String text, boolean emoji) {}

  private TextRuns() {}

  /** The runs of a text; joined they are the text. */
  public static List<Run> of(String text) {
    if (text.chars().allMatch(unit -> unit < 0x2000)) {
      return text.isEmpty() ? List.of() : List.of(new Run(text, false));
    }
    List<Run> runs = new ArrayList<>();
    StringBuilder pending = new StringBuilder();
    boolean emoji = false;
    Matcher matcher = CLUSTER.matcher(text);
    while (matcher.find()) {
      boolean next = isEmoji(matcher.group());
      if (next != emoji && pending.length() > 0) {
        runs.add(new Run(pending.toString(), emoji));
        pending.setLength(0);
      }
      emoji = next;
      pending.append(matcher.group());
    }
    if (pending.length() > 0) {
      runs.add(new Run(pending.toString(), emoji));
    }
    return runs;
  }

  /** Whether the text is nothing but one to {@code countMax} emoji, which are then shown large. */
  public static boolean onlyEmoji(String text, int countMax) {
    int count = 0;
    Matcher matcher = CLUSTER.matcher(text);
    while (matcher.find()) {
      if (!isEmoji(matcher.group()) || ++count > countMax) {
        return false;
      }
    }
    return count > 0;
  }

  /** At most so many clusters of the text, never cutting one. */
  public static String shorten(String text, int clustersMax) {
    Matcher matcher = CLUSTER.matcher(text);
    int end = 0;
    for (int count = 0; count < clustersMax && matcher.find(); count++) {
      end = matcher.end();
    }
    return text.substring(0, end);
  }

  private static boolean isEmoji(String cluster) {
    if (cluster.indexOf(VARIATION_TEXT) >= 0) {
      return false;
    }
    return cluster.indexOf(VARIATION_EMOJI) >= 0
        || cluster.indexOf(KEYCAP) >= 0
        || isPictograph(cluster.codePointAt(0));
  }

  // The blocks that hold emoji. A few signs in them are none; the emoji font lacks those and JavaFX
  // then
  // takes another, so being generous costs nothing. (Character.isEmoji needs Java 21.)
  private static boolean isPictograph(int codePoint) {
    return (codePoint >= 0x1F000 && codePoint <= 0x1FAFF)
        || (codePoint >= 0x2600 && codePoint <= 0x27BF)
        || (codePoint >= 0x23E9 && codePoint <= 0x23FA)
        || codePoint == 0x231A
        || codePoint == 0x231B
        || codePoint == 0x2B50
        || codePoint == 0x2B55
        || codePoint == 0x2B1B
        || codePoint == 0x2B1C;
  }
}
