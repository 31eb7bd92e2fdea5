package io.jmessage.gui.support;

import atlantafx.base.theme.Styles;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** Fields of forms, each with its name above and what is wrong with it below. */
public final class Fields {

  private Fields() {}

  public static VBox named(String name, TextField field, ReadOnlyStringProperty error) {
    Label label = new Label(name);
    label.setLabelFor(field);
    label.getStyleClass().add("field-label");
    field.setAccessibleText(name);
    Label problem = problem(error);
    problem.getStyleClass().add("field-error");
    error.addListener(
        (property, old, now) -> field.pseudoClassStateChanged(Styles.STATE_DANGER, !now.isEmpty()));
    return new VBox(4, label, field, problem);
  }

  /** A text that is there only while it says something. */
  public static Label problem(ReadOnlyStringProperty text) {
    Label problem = new Label();
    problem.textProperty().bind(text);
    problem.setWrapText(true);
    problem.visibleProperty().bind(text.isNotEmpty());
    problem.managedProperty().bind(problem.visibleProperty());
    return problem;
  }
}
