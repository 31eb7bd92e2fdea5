package io.jmessage.gui.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Paint;
import javafx.scene.paint.Stop;
import javafx.scene.text.Text;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The contrast of text and icons as they are on the screen, after all style sheets, by the formula
 * of WCAG 2.2 (1.4.3 and 1.4.11, level AA). What is disabled is exempt there, and here.
 */
final class Contrast {
  private static final double TEXT = 4.5;
  private static final double LARGE_TEXT_OR_ICON = 3;

  /** 18 points, or 14 if bold, in pixels. */
  private static final double LARGE = 24;

  private static final double LARGE_BOLD = 18.66;

  private Contrast() {}

  /** From 1, no contrast, to 21. */
  static double ratio(Color one, Color other) {
    double lighter = Math.max(luminance(one), luminance(other));
    double darker = Math.min(luminance(one), luminance(other));
    return (lighter + 0.05) / (darker + 0.05);
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(double channel) {
    return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
  }

  /** What has too little, each with its ratio; empty: all is well. */
  static List<String> problems(Parent root) {
    TreeSet<String> problems = new TreeSet<>();
    for (Text text : texts(root)) {
      double ratio = ratio(text);
      if (ratio < needed(text)) {
        problems.add(
            String.format(Locale.ROOT, "%.2f of %.1f: %s", ratio, needed(text), describe(text)));
      }
    }
    return List.copyOf(problems);
  }

  /** Texts and icons that are shown and enabled. */
  static List<Text> texts(Parent root) {
    List<Text> texts = new ArrayList<>();
    collect(root, texts);
    return texts;
  }

  private static void collect(Node node, List<Text> texts) {
    if (!Screen.isShown(node) || node.isDisabled()) {
      return;
    }
    if (node instanceof Text text && !text.getText().isBlank()) {
      texts.add(text);
    }
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, texts));
    }
  }

  private static double needed(Text text) {
    double size = text.getFont().getSize();
    boolean bold = text.getFont().getStyle().toLowerCase(Locale.ROOT).contains("bold");
    boolean large = size >= LARGE || (bold && size >= LARGE_BOLD);
    return text instanceof FontIcon || large ? LARGE_TEXT_OR_ICON : TEXT;
  }

  private static double ratio(Text text) {
    double worst = Double.MAX_VALUE;
    for (Color fill : colours(text.getFill())) {
      double opacity = 1;
      for (Node at = text; at != null; at = at.getParent()) {
        opacity *= at.getOpacity();
      }
      for (Color ground : grounds(text)) {
        Color seen = over(fill, fill.getOpacity() * opacity, ground);
        worst = Math.min(worst, ratio(seen, ground));
      }
    }
    return worst;
  }

  /** The colours behind a node: more than one where it lies on a gradient. */
  private static List<Color> grounds(Node node) {
    Parent parent = node.getParent();
    if (parent == null) {
      return colours(node.getScene().getFill());
    }
    if (!(parent instanceof Region region) || region.getBackground() == null) {
      return grounds(parent);
    }
    List<Color> grounds = new ArrayList<>();
    List<BackgroundFill> fills = region.getBackground().getFills();
    if (fills.isEmpty()) {
      return grounds(parent);
    }
    for (Color top : colours(fills.get(fills.size() - 1).getFill())) {
      for (Color below : top.isOpaque() ? List.of(top) : grounds(parent)) {
        grounds.add(over(top, top.getOpacity(), below));
      }
    }
    return grounds;
  }

  private static List<Color> colours(Paint paint) {
    if (paint instanceof Color color) {
      return List.of(color);
    }
    if (paint instanceof LinearGradient gradient) {
      return gradient.getStops().stream().map(Stop::getColor).toList();
    }
    throw new AssertionError("no colour: " + paint);
  }

  private static Color over(Color top, double opacity, Color below) {
    return new Color(
        mix(top.getRed(), below.getRed(), opacity),
        mix(top.getGreen(), below.getGreen(), opacity),
        mix(top.getBlue(), below.getBlue(), opacity),
        1);
  }

  private static double mix(double top, double below, double opacity) {
    return top * opacity + below * (1 - opacity);
  }

  private static String describe(Text text) {
    StringBuilder where = new StringBuilder();
    int ancestors = 0;
    for (Node at = text; at != null && ancestors < 4; at = at.getParent(), ancestors++) {
      where.append(' ').append(at.getStyleClass());
    }
    return "'" + text.getText() + "' " + text.getFill() + " on " + grounds(text) + where;
  }
}
