package io.jmessage.terminal;

import java.util.stream.Collectors;

/**
 * Takes the teeth out of text from elsewhere: an escape sequence in a message must not move the
 * cursor or rename the window of the one who reads it. Line breaks stay, with the next line
 * indented.
 */
final class PlainText {
  private static final String NEXT_LINE = "\n    ";

  private PlainText() {}

  static String of(String text) {
    return text.strip()
        .lines()
        .map(PlainText::visible)
        .collect(Collectors.joining(NEXT_LINE, leadingBlanks(text), ""));
  }

  private static String leadingBlanks(String text) {
    return " ".repeat((int) text.chars().takeWhile(c -> c == ' ').count());
  }

  private static String visible(String line) {
    return line.codePoints()
        .mapToObj(c -> isHarmful(c) ? "\uFFFD" : Character.toString(c))
        .collect(Collectors.joining());
  }

  // Control characters but for the tab, and the marks that turn the direction of all that follows.
  private static boolean isHarmful(int c) {
    boolean control = Character.isISOControl(c) && c != '\t';
    boolean direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return control || direction;
  }
}
