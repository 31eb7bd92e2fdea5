package io.jmessage.terminal;

import java.util.Optional;

/**
 * Reads a line word by word. A word in double quotes may hold blanks; the rest of a line is taken
 * as it stands, so that a text needs no quoting.
 */
public final class Words {
  private String rest;

  public Words(String line) {
    this.rest = line.strip();
  }

  public Optional<String> next() {
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    int closing = rest.charAt(0) == '"' ? rest.indexOf('"', 1) : -1;
    String word = closing > 0 ? rest.substring(1, closing) : firstUnquoted();
    int used = closing > 0 ? closing + 1 : word.length();
    rest = rest.substring(used).strip();
    return Optional.of(word);
  }

  /** All that is left, as it was typed. */
  public String rest() {
    return rest;
  }

  /** How to write a word so that {@link #next} reads it back. */
  public static String quoted(String word) {
    boolean blank = word.chars().anyMatch(Character::isWhitespace);
    return blank ? "\"" + word + "\"" : word;
  }

  private String firstUnquoted() {
    int end = 0;
    while (end < rest.length() && !Character.isWhitespace(rest.charAt(end))) {
      end++;
    }
    return rest.substring(0, end);
  }
}
