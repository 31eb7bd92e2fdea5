package io.jmessage.gui.support;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds web addresses in a text. Only http and https: nothing that could start a program. */
public final class Links {
  private static final Pattern LINK =
      Pattern.compile(
          "\\bhttps?://[\\p{L}\\p{N}\\[][^\\s<>\"\\u201c\\u201d]*", Pattern.CASE_INSENSITIVE);
  private static final String ENDS_A_SENTENCE = ".,;:!?'";

  /** A piece of text, or a link. */
  public record Part(String text, boolean link) {}

  private Links() {}

  /** The parts of a text; joined they are the text. */
  public static List<Part> of(String text) {
    List<Part> parts = new ArrayList<>();
    int done = 0;
    Matcher matcher = LINK.matcher(text);
    while (matcher.find(done)) {
      String link = withoutEnding(matcher.group());
      if (matcher.start() > done) {
        parts.add(new Part(text.substring(done, matcher.start()), false));
      }
      parts.add(new Part(link, true));
      done = matcher.start() + link.length();
    }
    if (done < text.length()) {
      parts.add(new Part(text.substring(done), false));
    }
    return parts;
  }

  /** Without what belongs to the sentence around it, such as a bracket that it does not open. */
  private static String withoutEnding(String found) {
    int end = found.length();
    while (end > 0 && belongsToTheSentence(found, end)) {
      end--;
    }
    return found.substring(0, end);
  }

  private static boolean belongsToTheSentence(String found, int end) {
    char last = found.charAt(end - 1);
    return ENDS_A_SENTENCE.indexOf(last) >= 0
        || (last == ')' && found.substring(0, end).indexOf('(') < 0)
        || (last == ']' && found.substring(0, end).indexOf('[') < 0);
  }
}
