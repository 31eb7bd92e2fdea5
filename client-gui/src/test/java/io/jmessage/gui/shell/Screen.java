package io.jmessage.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.conversation.MessageRow;
import java.util.Comparator;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import javafx.stage.Stage;
import org.assertj.core.data.Offset;

/** What a person sees of a window. UI thread only. */
final class Screen {
  private static final Offset<Double> ONE_PIXEL = Offset.offset(1.01);

  private final Stage stage;

  Screen(Stage stage) {
    this.stage = stage;
  }

  /** Whether something with that id is there, and visible. */
  boolean shows(String selector) {
    Node node = stage.getScene().getRoot().lookup(selector);
    return node != null && isShown(node);
  }

  /** The texts of labels and buttons. */
  List<String> texts() {
    return stage.getScene().getRoot().lookupAll("*").stream()
        .filter(Screen::isShown)
        .filter(Labeled.class::isInstance)
        .map(node -> ((Labeled) node).getText())
        .filter(text -> text != null && !text.isEmpty())
        .toList();
  }

  /** The texts of the bubbles, from top to bottom. */
  List<String> bubbles() {
    return stage.getScene().getRoot().lookupAll(".bubble-text").stream()
        .filter(Screen::isShown)
        .sorted(Comparator.comparingDouble(Screen::top))
        .map(node -> textOf((TextFlow) node))
        .toList();
  }

  List<Double> bubbleHeights() {
    return stage.getScene().getRoot().lookupAll(".bubble").stream()
        .filter(Screen::isShown)
        .map(node -> node.getLayoutBounds().getHeight())
        .toList();
  }

  /** The topmost message that is wholly on the screen. */
  MessageRow topMessage() {
    double listTop = top(flow());
    return cells().stream()
        .filter(cell -> cell.getItem() instanceof MessageRow && top(cell) >= listTop)
        .min(Comparator.comparingDouble(Screen::top))
        .map(cell -> (MessageRow) cell.getItem())
        .orElseThrow();
  }

  void assertAt(double y, MessageRow row) {
    assertThat(yOf(row)).isCloseTo(y, ONE_PIXEL);
  }

  /** Where a row is; not a number if it is not on the screen. */
  double yOf(MessageRow row) {
    return cells().stream()
        .filter(cell -> cell.getItem() == row)
        .mapToDouble(Screen::top)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The newest row ends where the list ends. */
  void assertAtEnd() {
    List<?> rows = timeline().getItems();
    Object last = rows.get(rows.size() - 1);
    IndexedCell<?> cell =
        cells().stream()
            .filter(shown -> shown.getItem() == last)
            .findFirst()
            .orElseThrow(() -> new AssertionError("the newest row is not on the screen"));
    assertThat(bottom(cell)).isCloseTo(bottom(flow()), ONE_PIXEL);
  }

  private ListView<?> timeline() {
    return (ListView<?>) stage.getScene().getRoot().lookup(".timeline");
  }

  private Node flow() {
    return timeline().lookup(".virtual-flow");
  }

  private List<? extends IndexedCell<?>> cells() {
    return timeline().lookupAll(".timeline-cell").stream()
        .map(node -> (IndexedCell<?>) node)
        .filter(cell -> cell.isVisible() && !cell.isEmpty())
        .toList();
  }

  private static double top(Node node) {
    return node.localToScene(0, 0).getY();
  }

  private static double bottom(Node node) {
    return node.localToScene(0, node.getLayoutBounds().getHeight()).getY();
  }

  private static String textOf(TextFlow flow) {
    StringBuilder text = new StringBuilder();
    for (Node piece : flow.getChildren()) {
      if (piece instanceof Text run && run.getStyleClass().contains("message-text")) {
        text.append(run.getText());
      }
    }
    return text.toString();
  }

  static boolean isShown(Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (!at.isVisible() || (at instanceof IndexedCell<?> cell && cell.isEmpty())) {
        return false;
      }
    }
    return true;
  }
}
