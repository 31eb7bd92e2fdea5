package io.jmessage.gui.conversation;

import io.jmessage.gui.support.Times;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.jspecify.annotations.Nullable;

/**
 * The list of messages. It stays where its user put it: at the newest message, or at the row that
 * was on top, to the pixel, whatever is added above or below and however the window changes its
 * size. Only the wheel, the scroll bar and the keys move it.
 */
final class TimelineView extends ListView<TimelineRow> {
  /** How near to the end counts as being there. */
  private static final double NEAR_END = 4;

  /** How near to the top, in rows, older messages are fetched. */
  private static final int ROWS_BEFORE_TOP = 8;

  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  /** Some lines stay on the screen, so that a reader finds the place. */
  private static final double PAGE_SHARE = 0.85;

  /** It has settled when it was in its place for so many pulses in a row. */
  private static final int PULSES_TO_SETTLE = 5;

  /** No more than this is tried: the cells of a long list get their true height one by one. */
  private static final int PULSES_MAX = 120;

  private static final double ONE_PIXEL = 1;

  private final ConversationViewModel model;
  private final ListChangeListener<TimelineRow> rowsChanged = change -> settle();
  private final ChangeListener<Boolean> atEndChanged =
      (property, old, now) -> {
        if (now) {
          settle();
        }
      };
  private final Runnable afterLayout = this::keepPlace;

  private @Nullable TimelineRow anchor;
  private double anchorY;
  private boolean movedByUser;
  private int pulsesLeft;
  private int pulsesInPlace;

  TimelineView(ConversationViewModel model, Times times) {
    this.model = model;
    getStyleClass().add("timeline");
    setAccessibleText("Messages");
    setCellFactory(view -> new TimelineCell(model, times));
    setItems(model.rows());
    addEventFilter(ScrollEvent.ANY, event -> moveByUser());
    addEventFilter(MouseEvent.MOUSE_PRESSED, event -> moveByUser());
    addEventFilter(MouseEvent.MOUSE_DRAGGED, event -> moveByUser());
    addEventFilter(MouseEvent.MOUSE_RELEASED, event -> moveByUser());
    addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    widthProperty().addListener((property, old, now) -> settle());
    heightProperty().addListener((property, old, now) -> settle());
    sceneProperty().addListener((property, old, now) -> follow(old, now));
    model.rows().addListener(rowsChanged);
    model.atEndProperty().addListener(atEndChanged);
    settle();
  }

  private void onKey(KeyEvent event) {
    if (COPY.match(event) && getSelectionModel().getSelectedItem() instanceof MessageRow message) {
      TimelineCell.copy(message);
      event.consume();
    } else {
      moveByUser();
    }
  }

  /** Moves by most of what is on the screen; up, if negative. */
  void scrollByPage(int direction) {
    VirtualFlow<?> flow = flow();
    if (flow != null) {
      flow.scrollPixels(direction * flow.getHeight() * PAGE_SHARE);
      moveByUser();
    }
  }

  void release() {
    model.rows().removeListener(rowsChanged);
    model.atEndProperty().removeListener(atEndChanged);
  }

  private void follow(@Nullable Scene before, @Nullable Scene now) {
    if (before != null) {
      before.removePostLayoutPulseListener(afterLayout);
    }
    if (now != null) {
      now.addPostLayoutPulseListener(afterLayout);
    }
  }

  private void moveByUser() {
    movedByUser = true;
    pulsesLeft = 0;
    Platform.requestNextPulse();
  }

  /** Goes back to where it was, in some pulses that follow: cells get their true height in them. */
  private void settle() {
    pulsesLeft = PULSES_MAX;
    pulsesInPlace = 0;
    Platform.requestNextPulse();
  }

  private void keepPlace() {
    VirtualFlow<?> flow = flow();
    if (flow == null || getItems().isEmpty()) {
      return;
    }
    if (movedByUser) {
      movedByUser = false;
      remember(flow);
    } else if (pulsesLeft > 0) {
      pulsesLeft--;
      settle(flow);
      Platform.requestNextPulse();
    } else if (model.atEndProperty().get() && !endsWithNewest(flow)) {
      // A row became higher, as one that failed does, or lower.
      restore(flow);
    }
  }

  private void settle(VirtualFlow<?> flow) {
    if (!isInPlace(flow)) {
      pulsesInPlace = 0;
      restore(flow);
    } else if (++pulsesInPlace == PULSES_TO_SETTLE) {
      pulsesLeft = 0;
    }
  }

  private void remember(VirtualFlow<?> flow) {
    IndexedCell<?> first = flow.getFirstVisibleCell();
    if (first == null) {
      return;
    }
    anchor = (TimelineRow) first.getItem();
    anchorY = first.getLayoutY();
    model.atEndProperty().set(isAtEnd(flow));
    if (first.getIndex() < ROWS_BEFORE_TOP) {
      model.loadOlder();
    }
  }

  private boolean isAtEnd(VirtualFlow<?> flow) {
    IndexedCell<?> last = flow.getLastVisibleCell();
    return last != null
        && last.getIndex() == getItems().size() - 1
        && last.getLayoutY() + last.getHeight() <= flow.getHeight() + NEAR_END;
  }

  private boolean isInPlace(VirtualFlow<?> flow) {
    if (model.atEndProperty().get()) {
      return endsWithNewest(flow);
    }
    IndexedCell<?> first = flow.getFirstVisibleCell();
    return first != null
        && first.getItem() == anchor
        && Math.abs(first.getLayoutY() - anchorY) < ONE_PIXEL;
  }

  /** The newest row is at the bottom; or all rows are there, from the top. */
  private boolean endsWithNewest(VirtualFlow<?> flow) {
    IndexedCell<?> first = flow.getFirstVisibleCell();
    IndexedCell<?> last = flow.getLastVisibleCell();
    if (first == null || last == null || last.getIndex() != getItems().size() - 1) {
      return false;
    }
    double room = flow.getHeight() - (last.getLayoutY() + last.getHeight());
    boolean allThere = first.getIndex() == 0 && Math.abs(first.getLayoutY()) < ONE_PIXEL;
    return Math.abs(room) < ONE_PIXEL || (allThere && room > 0);
  }

  private void restore(VirtualFlow<?> flow) {
    if (model.atEndProperty().get()) {
      flow.scrollTo(getItems().size() - 1);
      flow.setPosition(1);
      flow.layout();
      return;
    }
    int index = getItems().indexOf(anchor);
    if (index >= 0) {
      flow.scrollToTop(index);
      flow.layout();
      flow.scrollPixels(-anchorY);
      flow.layout();
    }
  }

  private @Nullable VirtualFlow<?> flow() {
    for (Node child : getChildrenUnmodifiable()) {
      if (child instanceof VirtualFlow<?> flow) {
        return flow;
      }
    }
    return null;
  }
}
