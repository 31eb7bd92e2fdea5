package io.jmessage.gui.conversation;

import atlantafx.base.theme.Styles;
import io.jmessage.gui.support.Times;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A bubble on its side of the list, and below it what can be done if it failed. */
final class BubbleRow extends Region {
  private static final double WIDTH_MAX = 560;
  private static final double SHARE_OF_WIDTH = 0.78;
  private static final double SIDE = 20;
  private static final double ROUNDING = 3;
  private static final double GAP_IN_GROUP = 3;
  private static final double GAP_BEFORE_GROUP = 12;

  private final ConversationViewModel model;
  private final Times times;
  private final Bubble bubble = new Bubble(this::open);
  private final Label problem = new Label();
  private final Button again = new Button("Send again");
  private final Button edit = new Button("Edit");
  private final Button discard = new Button("Discard");
  private final HBox failure = new HBox(6, problem, again, edit, discard);
  private @Nullable MessageRow row;

  BubbleRow(ConversationViewModel model, Times times) {
    this.model = model;
    this.times = times;
    problem.getStyleClass().add("failure-text");
    problem.setMinWidth(0);
    HBox.setHgrow(problem, Priority.SOMETIMES);
    failure.getStyleClass().add("failure");
    for (Button button : new Button[] {again, edit, discard}) {
      button.getStyleClass().addAll(Styles.SMALL, Styles.FLAT);
      button.setMinWidth(USE_PREF_SIZE);
    }
    again.getStyleClass().add(Styles.ACCENT);
    getChildren().addAll(bubble, failure);
  }

  void show(MessageRow next) {
    row = next;
    bubble.showText(next);
    again.setOnAction(event -> model.sendAgain(next));
    edit.setOnAction(event -> model.edit(next));
    discard.setOnAction(event -> model.discard(next));
    refresh();
  }

  private void open(String address) {
    model.openLink(address);
  }

  /** Shows what is known of the message now. */
  void refresh() {
    MessageRow shown = row;
    if (shown != null) {
      MessageFacts facts = shown.facts();
      bubble.showFacts(facts, model.contact().name(), times);
      problem.setText(facts.reason());
      failure.setVisible(facts.delivery() == Delivery.FAILED);
      requestLayout();
    }
  }

  @Override
  public Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected double computePrefWidth(double height) {
    // The list decides.
    return 0;
  }

  @Override
  protected double computePrefHeight(double width) {
    double failureHeight = failure.isVisible() ? failure.prefHeight(-1) : 0;
    return gapAbove() + bubble.prefHeight(bubbleWidth(width)) + failureHeight;
  }

  @Override
  protected void layoutChildren() {
    boolean own = row != null && row.own();
    double width = bubbleWidth(getWidth());
    double height = bubble.prefHeight(width);
    double x = own ? getWidth() - SIDE - width : SIDE;
    bubble.resizeRelocate(snapPositionX(x), gapAbove(), width, height);
    if (failure.isVisible()) {
      double failureWidth = Math.min(failure.prefWidth(-1), getWidth() - 2 * SIDE);
      failure.resizeRelocate(
          snapPositionX(getWidth() - SIDE - failureWidth),
          gapAbove() + height,
          failureWidth,
          failure.prefHeight(-1));
    }
  }

  private double bubbleWidth(double width) {
    double room = Math.max(80, Math.min(WIDTH_MAX, (width - 2 * SIDE) * SHARE_OF_WIDTH));
    // Some pixels more: rounding, of each run by itself, must not wrap a line that fits.
    return Math.min(room, snapSizeX(bubble.widthOfOneLine()) + ROUNDING);
  }

  private double gapAbove() {
    return row != null && row.facts().startsGroup() ? GAP_BEFORE_GROUP : GAP_IN_GROUP;
  }
}
