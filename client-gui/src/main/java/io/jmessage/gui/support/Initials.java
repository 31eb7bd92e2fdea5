package io.jmessage.gui.support;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one or two characters, and the colour, that stand for a name. The same name always looks the
 * same.
 */
public final class Initials {
  /** As many as theme.css has {@code .avatar-N}. */
  public static final int COLOURS = 10;

  private static final Pattern CLUSTER = Pattern.compile("\\X");
  private static final Pattern WORD_BREAK = Pattern.compile("[\\s._\\-]+");

  private Initials() {}

  /**
   * The first character of the first and of the last word. A character is what people see as one.
   */
  public static String of(String name) {
    List<String> words =
        WORD_BREAK.splitAsStream(name.strip()).filter(word -> !word.isEmpty()).toList();
    String first = words.isEmpty() ? "" : firstCluster(words.get(0));
    String second = words.size() > 1 ? firstCluster(words.get(words.size() - 1)) : "";
    return (first + second).toUpperCase(Locale.ROOT);
  }

  /** 0 to {@link #COLOURS} - 1. */
  public static int colour(String name) {
    // Spreads names that differ in their last letter only.
    int mixed = name.hashCode() * 0x9E3779B1;
    return (mixed >>> 16) % COLOURS;
  }

  private static String firstCluster(String word) {
    Matcher matcher = CLUSTER.matcher(word);
    return matcher.find() ? matcher.group() : "";
  }
}
