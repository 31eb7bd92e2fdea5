package io.jmessage.gui.support;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/** Text for comparing as people do: without case, accents and width. */
public final class PlainText {
  private static final Pattern MARKS = Pattern.compile("\\p{M}");

  private PlainText() {}

  public static String of(String text) {
    String apart = Normalizer.normalize(text.strip(), Normalizer.Form.NFKD);
    return MARKS.matcher(apart).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
