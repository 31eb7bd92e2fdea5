package io.jmessage.gui.conversation;

import io.jmessage.gui.support.Times;
import java.time.LocalDate;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** A row of the conversation: a message, a day, or where the unread begins. */
final class TimelineCell extends ListCell<TimelineRow> {
  private final ConversationViewModel model;
  private final Times times;
  private final BubbleRow bubbleRow;
  private final Label day = new Label();
  private final HBox dayRow = new HBox(day);
  private final HBox unreadRow = unreadRow();
  private final ContextMenu menu = new ContextMenu();
  private final MenuItem discard = new MenuItem("Do not send");
  private final InvalidationListener refresh = observable -> refresh();
  private @Nullable MessageRow shown;

  TimelineCell(ConversationViewModel model, Times times) {
    this.model = model;
    this.times = times;
    this.bubbleRow = new BubbleRow(model, times);
    getStyleClass().add("timeline-cell");
    day.getStyleClass().add("day");
    dayRow.setAlignment(Pos.CENTER);
    dayRow.getStyleClass().add("day-row");
    MenuItem copy = new MenuItem("Copy text");
    copy.setOnAction(event -> copy());
    discard.setOnAction(event -> discard());
    menu.getItems().addAll(copy, discard);
    setAccessibleRole(AccessibleRole.LIST_ITEM);
  }

  @Override
  protected void updateItem(@Nullable TimelineRow row, boolean empty) {
    super.updateItem(row, empty);
    TimelineRow next = empty ? null : row;
    follow(next instanceof MessageRow message ? message : null);
    if (next instanceof MessageRow message) {
      setGraphic(bubbleRow);
      bubbleRow.show(message);
      setContextMenu(menu);
      refresh();
    } else if (next instanceof TimelineRow.Day separator) {
      showDay(separator.date());
    } else {
      setGraphic(next == null ? null : unreadRow);
      setContextMenu(null);
      setAccessibleText(next == null ? "" : "New messages");
    }
    if (next != null && getScene() != null) {
      // The height is asked for before the next pulse, and depends on the fonts of the style sheet.
      applyCss();
    }
  }

  private void showDay(LocalDate date) {
    day.setText(times.heading(date));
    setGraphic(dayRow);
    setContextMenu(null);
    setAccessibleText(day.getText());
  }

  private void follow(@Nullable MessageRow next) {
    MessageRow before = shown;
    if (before != null) {
      before.factsProperty().removeListener(refresh);
    }
    shown = next;
    if (next != null) {
      next.factsProperty().addListener(refresh);
    }
  }

  private void refresh() {
    MessageRow message = shown;
    if (message != null) {
      bubbleRow.refresh();
      if (getScene() != null) {
        // A tick that was hidden has no style yet, and the width of the bubble depends on it.
        bubbleRow.applyCss();
      }
      discard.setVisible(message.facts().delivery() == Delivery.WAITING);
      setAccessibleText(MessageTexts.spoken(message, model.contact().name(), times));
    }
  }

  private void discard() {
    MessageRow message = shown;
    if (message != null) {
      model.discard(message);
    }
  }

  private void copy() {
    MessageRow message = shown;
    if (message != null) {
      copy(message);
    }
  }

  /** Puts the text of a message on the clipboard. */
  static void copy(MessageRow message) {
    ClipboardContent content = new ClipboardContent();
    content.putString(message.text());
    Clipboard.getSystemClipboard().setContent(content);
  }

  private static HBox unreadRow() {
    Label label = new Label("New messages");
    label.getStyleClass().add("unread-label");
    HBox row = new HBox(10, line(), label, line());
    row.setAlignment(Pos.CENTER);
    row.getStyleClass().add("unread-row");
    return row;
  }

  private static Region line() {
    Region line = new Region();
    line.getStyleClass().add("unread-line");
    HBox.setHgrow(line, Priority.ALWAYS);
    return line;
  }

  @Override
  protected double computePrefWidth(double height) {
    return 0;
  }

  @Override
  protected double computePrefHeight(double width) {
    // A cell asks its graphic without saying how wide it is; text that wraps has to know.
    return getGraphic() instanceof Region content
        ? snapSizeY(content.prefHeight(Math.max(0, width)))
        : super.computePrefHeight(width);
  }

  @Override
  protected void layoutChildren() {
    if (getGraphic() instanceof Region content) {
      content.resizeRelocate(0, 0, getWidth(), getHeight());
    } else {
      super.layoutChildren();
    }
  }
}
