package io.jmessage.gui.shell;

import io.jmessage.gui.support.Icons;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Something to read over the window, with a title. Esc and a click beside it close it. */
class Card extends StackPane {
  private Node first;

  Card(String id, String title, Runnable dismiss, Node content) {
    setId(id);
    getStyleClass().add("scrim");
    Label heading = new Label(title);
    heading.getStyleClass().add("question-title");
    HBox.setHgrow(heading, Priority.ALWAYS);
    heading.setMaxWidth(Double.MAX_VALUE);
    Button close = Icons.button(Feather.X, "Close (Esc)", dismiss);
    first = close;
    HBox head = new HBox(8, heading, close);
    head.setAlignment(Pos.CENTER_LEFT);
    VBox card = new VBox(head, content);
    card.getStyleClass().addAll("question", "card");
    card.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    getChildren().add(card);
    setOnMouseClicked(
        event -> {
          if (event.getTarget() == this) {
            dismiss.run();
          }
        });
    setOnKeyPressed(
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            dismiss.run();
            event.consume();
          }
        });
  }

  /** Typing begins there, and not at the button to close. */
  Card startingAt(Node node) {
    first = node;
    return this;
  }

  void focusFirst() {
    first.requestFocus();
  }
}
