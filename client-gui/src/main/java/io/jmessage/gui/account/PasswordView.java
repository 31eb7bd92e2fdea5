package io.jmessage.gui.account;

import atlantafx.base.theme.Styles;
import io.jmessage.gui.support.Fields;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The form for a new password. */
final class PasswordView extends VBox {
  /** Both halves begin alike and grow alike. */
  private static final double HALF_WIDTH = 120;

  private final PasswordViewModel model;

  PasswordView(PasswordViewModel model) {
    this.model = model;
    setSpacing(10);
    Label title = new Label("Change the password");
    title.getStyleClass().add("panel-lead");
    Label meaning = new Label("All other sessions end with it.");
    meaning.getStyleClass().add("field-label");
    meaning.setWrapText(true);
    meaning.setMinHeight(Region.USE_PREF_SIZE);
    getChildren().addAll(title, meaning, fields(), problem(), success(), button());
  }

  private Node fields() {
    VBox old =
        Fields.named(
            "Old password", field("old-password", model.oldProperty()), model.oldErrorProperty());
    VBox fresh =
        Fields.named(
            "New password",
            field("new-password", model.freshProperty()),
            model.freshErrorProperty());
    VBox again =
        Fields.named(
            "New password again",
            field("new-password-again", model.repeatedProperty()),
            model.repeatedErrorProperty());
    HBox both = new HBox(10, fresh, again);
    for (VBox half : new VBox[] {fresh, again}) {
      half.setPrefWidth(HALF_WIDTH);
      HBox.setHgrow(half, Priority.ALWAYS);
    }
    VBox fields = new VBox(8, old, both);
    fields.disableProperty().bind(model.busyProperty());
    return fields;
  }

  private PasswordField field(String id, StringProperty text) {
    PasswordField field = new PasswordField();
    field.setId(id);
    field.textProperty().bindBidirectional(text);
    field.setOnAction(event -> model.submit());
    return field;
  }

  private Node problem() {
    Label problem = Fields.problem(model.problemProperty());
    problem.setId("password-problem");
    problem.getStyleClass().add("form-error");
    problem.setMinHeight(Region.USE_PREF_SIZE);
    problem.setMaxWidth(Double.MAX_VALUE);
    return problem;
  }

  private Node success() {
    Label success = Fields.problem(model.successProperty());
    success.setId("password-changed");
    success.getStyleClass().add("form-success");
    success.setMinHeight(Region.USE_PREF_SIZE);
    success.setMaxWidth(Double.MAX_VALUE);
    return success;
  }

  private Node button() {
    Button change = new Button();
    change.setId("change-password");
    change.getStyleClass().add(Styles.ACCENT);
    change
        .textProperty()
        .bind(Bindings.when(model.busyProperty()).then("Changing…").otherwise("Change password"));
    change.disableProperty().bind(model.busyProperty());
    change.setOnAction(event -> model.submit());
    return change;
  }
}
