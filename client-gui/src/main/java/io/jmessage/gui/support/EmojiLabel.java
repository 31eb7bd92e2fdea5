package io.jmessage.gui.support;

import java.text.Bidi;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.NodeOrientation;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** One line of text with emoji; it ends in … where the room does. UI thread only. */
public final class EmojiLabel extends Region {
  private static final int CLUSTERS_MAX = 120;
  private static final double ROUNDING = 0.5;
  private static final double ROOM_FOR_SOME_TEXT = 30;

  private final String labelClass;
  private final Label dots = new Label("…");
  private List<Label> pieces = List.of();
  private String text = "";

  /**
   * @param labelClass style class of every piece
   */
  public EmojiLabel(String labelClass) {
    this.labelClass = labelClass;
    getStyleClass().add("emoji-label");
    dots.getStyleClass().add(labelClass);
    setAccessibleRole(AccessibleRole.TEXT);
  }

  /** Shows the text; line breaks become blanks. */
  public void setText(String next) {
    String line = TextRuns.shorten(next.strip().replaceAll("\\s+", " "), CLUSTERS_MAX);
    if (line.equals(text)) {
      return;
    }
    text = line;
    setAccessibleText(line);
    pieces = TextRuns.of(line).stream().map(this::piece).toList();
    if (pieces.size() == 1
        && !new Bidi(line, Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight()) {
      pieces.get(0).setNodeOrientation(NodeOrientation.RIGHT_TO_LEFT);
    }
    getChildren().setAll(pieces);
    getChildren().add(dots);
  }

  private Label piece(TextRuns.Run run) {
    Label piece = new Label(run.text());
    piece.getStyleClass().add(labelClass);
    if (run.emoji()) {
      piece.getStyleClass().add(EmojiText.EMOJI_CLASS);
    }
    return piece;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected double computePrefWidth(double height) {
    return pieces.stream().mapToDouble(piece -> piece.prefWidth(-1)).sum();
  }

  @Override
  protected double computePrefHeight(double width) {
    return pieces.stream().mapToDouble(piece -> piece.prefHeight(-1)).max().orElse(0);
  }

  @Override
  protected void layoutChildren() {
    double x = 0;
    boolean full = false;
    dots.setVisible(false);
    for (Label piece : pieces) {
      double wanted = piece.prefWidth(-1);
      double room = getWidth() - x;
      boolean fits = wanted <= room + ROUNDING;
      // A text ends in dots of its own, if there is room for some of it; an emoji is not cut.
      boolean shortened = !fits && !isEmoji(piece) && room > ROOM_FOR_SOME_TEXT;
      piece.setVisible(!full && (fits || shortened));
      if (piece.isVisible()) {
        place(piece, x, Math.min(wanted, room));
        x += Math.min(wanted, room);
      } else if (!full) {
        showDots(x);
      }
      full |= !fits;
    }
  }

  private void showDots(double x) {
    double width = dots.prefWidth(-1);
    dots.setVisible(true);
    place(dots, Math.max(0, Math.min(x, getWidth() - width)), width);
  }

  private void place(Label piece, double x, double width) {
    piece.resize(width, piece.prefHeight(-1));
    positionInArea(piece, x, 0, width, getHeight(), 0, HPos.LEFT, VPos.CENTER);
  }

  private static boolean isEmoji(Label piece) {
    return piece.getStyleClass().contains(EmojiText.EMOJI_CLASS);
  }
}
