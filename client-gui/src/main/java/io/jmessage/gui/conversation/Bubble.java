package io.jmessage.gui.conversation;

import io.jmessage.gui.support.EmojiText;
import io.jmessage.gui.support.Icons;
import io.jmessage.gui.support.TextRuns;
import io.jmessage.gui.support.Times;
import java.text.Bidi;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.NodeOrientation;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The text of a message with its time. The time sits in the last line where there is room, else
 * below it: an invisible piece as wide as the time ends the text and wraps with it.
 */
final class Bubble extends StackPane {
  private static final PseudoClass OWN = PseudoClass.getPseudoClass("own");
  private static final PseudoClass FIRST = PseudoClass.getPseudoClass("first");
  private static final PseudoClass JUMBO = PseudoClass.getPseudoClass("jumbo");
  private static final PseudoClass WAITING = PseudoClass.getPseudoClass("waiting");
  private static final double GAP_BEFORE_TIME = 7;
  private static final double HEIGHT_OF_ROOM = 12;
  private static final int JUMBO_EMOJI_MAX = 3;

  private final TextFlow text = new TextFlow();
  private final Label time = new Label();
  private final FontIcon merged = Icons.of(Feather.GIT_MERGE, "mark-icon");
  private final DeliveryMark mark = new DeliveryMark();
  private final HBox meta = new HBox(3, merged, time, mark);
  private final Region roomForMeta = new Region();
  private final Tooltip tooltip = new Tooltip();

  private final Consumer<String> openLink;

  /**
   * @param openLink opens a web address
   */
  Bubble(Consumer<String> openLink) {
    this.openLink = openLink;
    getStyleClass().add("bubble");
    text.getStyleClass().add("bubble-text");
    time.getStyleClass().add("bubble-time");
    time.setMinWidth(USE_PREF_SIZE);
    merged.managedProperty().bind(merged.visibleProperty());
    meta.setAlignment(Pos.CENTER_RIGHT);
    meta.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    setAlignment(meta, Pos.BOTTOM_RIGHT);
    // The first measure may be from before the style sheet has reached the time.
    meta.widthProperty().addListener((property, old, now) -> makeRoom());
    Tooltip.install(meta, tooltip);
    // Lower than letters, so that it makes no line higher; high enough for a line of its own. Left
    // to
    // itself, a text flow would make it as high as its line, and then the line as high as it.
    roomForMeta.setMinHeight(HEIGHT_OF_ROOM);
    roomForMeta.setPrefHeight(HEIGHT_OF_ROOM);
    roomForMeta.setMaxHeight(HEIGHT_OF_ROOM);
    getChildren().addAll(text, meta);
  }

  void showText(MessageRow row) {
    text.getChildren().setAll(EmojiText.nodes(row.text(), "message-text", openLink));
    // The blank lets the line break before the room.
    text.getChildren().addAll(new Text(" "), roomForMeta);
    boolean leftToRight =
        new Bidi(row.text(), Bidi.DIRECTION_DEFAULT_LEFT_TO_RIGHT).baseIsLeftToRight();
    setNodeOrientation(leftToRight ? NodeOrientation.LEFT_TO_RIGHT : NodeOrientation.RIGHT_TO_LEFT);
    pseudoClassStateChanged(OWN, row.own());
    pseudoClassStateChanged(JUMBO, TextRuns.onlyEmoji(row.text(), JUMBO_EMOJI_MAX));
  }

  void showFacts(MessageFacts facts, String peer, Times times) {
    time.setText(times.clock(facts.time()));
    merged.setVisible(facts.merged());
    mark.show(facts.delivery());
    tooltip.setText(MessageTexts.tooltip(facts, peer, times));
    pseudoClassStateChanged(FIRST, facts.startsGroup());
    pseudoClassStateChanged(WAITING, facts.delivery() == Delivery.WAITING);
  }

  /** Without a cached width from before the time, or its sign, was another. */
  double widthOfOneLine() {
    makeRoom();
    return prefWidth(-1);
  }

  @Override
  protected double computePrefWidth(double height) {
    makeRoom();
    return super.computePrefWidth(height);
  }

  @Override
  protected double computePrefHeight(double width) {
    makeRoom();
    return super.computePrefHeight(width);
  }

  /** The style sheet and the hour decide how wide the time is; the text has to learn of it. */
  private void makeRoom() {
    double width = meta.prefWidth(-1) + GAP_BEFORE_TIME;
    if (roomForMeta.getPrefWidth() != width) {
      roomForMeta.setPrefWidth(width);
    }
  }
}
