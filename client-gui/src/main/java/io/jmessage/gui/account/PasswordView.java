package io.jmessage.gui.account;

import atlantafx.base.theme.Styles;
import io.jmessage.gui.support.Fields;
import javafx.beans.binding.Bindings;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The form for a new password. */
final class PasswordView extends VBox {
  private final PasswordViewModel model;

  PasswordView(PasswordViewModel model) {
    this.model = model;
    setSpacing(10);
    Label title = new Label("Change the password");
    title.getStyleClass().add("panel-lead");
    Label meaning =
        new Label("All other sessions end with it: whoever knew the old password is out.");
    meaning.getStyleClass().add("field-label");
    meaning.setWrapText(true);
    meaning.setMinHeight(Region.USE_PREF_SIZE);
    getChildren().addAll(title, meaning, fields(), problem(), success(), button());
  }

  private Node fields() {
    VBox fields =
        new VBox(
            Fields.named(
                "Old password",
                field("old-password", model.oldProperty()),
                model.oldErrorProperty()),
            Fields.named(
                "New password",
                field("new-password", model.freshProperty()),
                model.freshErrorProperty()),
            Fields.named(
                "New password again",
                field("new-password-again", model.repeatedProperty()),
                model.repeatedErrorProperty()));
    fields.setSpacing(8);
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
