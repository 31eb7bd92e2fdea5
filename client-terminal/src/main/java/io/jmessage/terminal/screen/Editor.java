package io.jmessage.terminal.screen;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text that is being typed, and the place in it. One thread. */
final class Editor {
  private static final Pattern CLUSTER = Pattern.compile("\\X");
  private static final int LENGTH_MAX = 65_536;

  private String text = "";
  private int place;

  String text() {
    return text;
  }

  String beforePlace() {
    return text.substring(0, place);
  }

  boolean isEmpty() {
    return text.isEmpty();
  }

  void set(String newText) {
    text = newText;
    place = newText.length();
  }

  void insert(String typed) {
    if (text.length() + typed.length() <= LENGTH_MAX) {
      text = text.substring(0, place) + typed + text.substring(place);
      place += typed.length();
    }
  }

  /** False: this key is none of an editor's. */
  boolean press(Key key) {
    switch (key.kind()) {
      case TEXT, PASTE -> insert(key.text());
      case NEW_LINE -> insert("\n");
      case LEFT -> place = before();
      case RIGHT -> place = after();
      case HOME -> place = 0;
      case END -> place = text.length();
      case BACKSPACE -> cut(before(), place);
      case DELETE -> cut(place, after());
      case CUT_WORD -> cut(wordBefore(), place);
      case CUT_LINE -> cut(0, place);
      case CUT_REST -> cut(place, text.length());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void cut(int from, int to) {
    text = text.substring(0, from) + text.substring(to);
    place = from;
  }

  private int before() {
    Matcher cluster = CLUSTER.matcher(text);
    int last = 0;
    while (cluster.find() && cluster.end() < place) {
      last = cluster.end();
    }
    return last;
  }

  private int after() {
    Matcher cluster = CLUSTER.matcher(text);
    return cluster.find(place) ? cluster.end() : text.length();
  }

  private int wordBefore() {
    String left = beforePlace().stripTrailing();
    return left.lastIndexOf(' ') + 1;
  }
}
