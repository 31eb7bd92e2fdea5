package io.jmessage.gui.shell;

import atlantafx.base.theme.Styles;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** A question over the window. Esc and a click beside it mean no. */
final class QuestionView extends StackPane {
  private final Question question;
  private final TextField typed = new TextField();
  private final Button no = new Button("Cancel");

  QuestionView(Question question, Runnable dismiss) {
    this.question = question;
    setId("question");
    getStyleClass().add("scrim");
    VBox card = new VBox(texts(), word(), problem(), buttons(dismiss));
    card.getStyleClass().add("question");
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

  void focusFirst() {
    if (question.wordToType().isEmpty()) {
      no.requestFocus();
    } else {
      typed.requestFocus();
    }
  }

  private VBox texts() {
    Label title = new Label(question.title());
    title.getStyleClass().add("question-title");
    Label text = new Label(question.text());
    text.setWrapText(true);
    text.setMinHeight(Region.USE_PREF_SIZE);
    return new VBox(8, title, text);
  }

  private VBox word() {
    Label label = new Label("Type “" + question.wordToType() + "” to confirm");
    label.getStyleClass().add("field-label");
    label.setLabelFor(typed);
    typed.setId("question-word");
    typed.setAccessibleText(label.getText());
    typed.textProperty().bindBidirectional(question.typedProperty());
    VBox word = new VBox(4, label, typed);
    word.setVisible(!question.wordToType().isEmpty());
    word.setManaged(word.isVisible());
    return word;
  }

  private Label problem() {
    Label problem = new Label();
    problem.getStyleClass().add("field-error");
    problem.setWrapText(true);
    problem.textProperty().bind(question.problemProperty());
    problem.visibleProperty().bind(question.problemProperty().isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());
    return problem;
  }

  private HBox buttons(Runnable dismiss) {
    no.setOnAction(event -> dismiss.run());
    Button yes = new Button(question.yes());
    yes.setId("question-yes");
    yes.getStyleClass().add(Styles.DANGER);
    yes.setDefaultButton(!question.wordToType().isEmpty());
    yes.disableProperty().bind(question.answerableProperty().not());
    yes.setOnAction(event -> question.confirm());
    HBox buttons = new HBox(8, no, yes);
    buttons.setAlignment(Pos.CENTER_RIGHT);
    return buttons;
  }
}
