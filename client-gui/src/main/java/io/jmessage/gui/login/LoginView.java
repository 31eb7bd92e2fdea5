package io.jmessage.gui.login;

import atlantafx.base.theme.Styles;
import io.jmessage.gui.support.Fields;
import io.jmessage.gui.support.Icons;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/**
 * The form to log in or to sign up. Built in code, as all views here: with no markup to load there
 * is no FXML module in the jar, no reflection, and the compiler checks every name.
 */
public final class LoginView extends StackPane {
  private final LoginViewModel model;
  private final TextField username = new TextField();

  /**
   * @param footer below the form
   */
  public LoginView(LoginViewModel model, Node footer) {
    this.model = model;
    getStyleClass().add("login");
    VBox card = new VBox(header(), fields(), formError(), buttons(), modeSwitch());
    card.getStyleClass().add("login-card");
    VBox column = new VBox(card, footer);
    column.getStyleClass().add("login-column");
    getChildren().add(column);
  }

  /** Puts the cursor where typing begins. */
  public void focusFirstField() {
    username.requestFocus();
  }

  private Node header() {
    Label title = new Label("Jmessage");
    title.getStyleClass().add("login-title");
    Label subtitle = new Label();
    subtitle.getStyleClass().add(Styles.TEXT_MUTED);
    subtitle
        .textProperty()
        .bind(
            Bindings.when(model.signingUpProperty())
                .then("Create an account")
                .otherwise("Log in to your account"));
    StackPane logo = new StackPane(Icons.of(Feather.MESSAGE_CIRCLE, "logo-icon"));
    logo.getStyleClass().add("logo");
    VBox header = new VBox(logo, title, subtitle);
    header.getStyleClass().add("login-header");
    return header;
  }

  private Node fields() {
    PasswordField password = new PasswordField();
    PasswordField repeated = new PasswordField();
    username.setId("username");
    password.setId("password");
    repeated.setId("repeated-password");
    username.textProperty().bindBidirectional(model.usernameProperty());
    password.textProperty().bindBidirectional(model.passwordProperty());
    repeated.textProperty().bindBidirectional(model.repeatedProperty());
    Node repeatedRow = Fields.named("Password again", repeated, model.repeatedErrorProperty());
    repeatedRow.visibleProperty().bind(model.signingUpProperty());
    repeatedRow.managedProperty().bind(model.signingUpProperty());
    VBox fields =
        new VBox(
            Fields.named("Name", username, model.usernameErrorProperty()),
            Fields.named("Password", password, model.passwordErrorProperty()),
            repeatedRow);
    fields.getStyleClass().add("login-fields");
    fields.disableProperty().bind(model.busyProperty());
    return fields;
  }

  private Node formError() {
    Label problem = Fields.problem(model.formErrorProperty());
    problem.setId("form-error");
    problem.getStyleClass().add("form-error");
    problem.setMaxWidth(Double.MAX_VALUE);
    return problem;
  }

  private Node buttons() {
    Button submit = new Button();
    submit.setId("submit");
    submit.setDefaultButton(true);
    submit.setMaxWidth(Double.MAX_VALUE);
    submit.getStyleClass().addAll(Styles.ACCENT, "login-button");
    submit
        .textProperty()
        .bind(Bindings.when(model.signingUpProperty()).then("Create account").otherwise("Log in"));
    submit.setOnAction(event -> model.submit());
    submit.visibleProperty().bind(model.busyProperty().not());
    return new StackPane(submit, waiting());
  }

  private Node waiting() {
    ProgressIndicator progress = new ProgressIndicator();
    progress.setPrefSize(22, 22);
    Label label = new Label("Waiting for the server…");
    Button cancel = new Button("Cancel");
    cancel.setCancelButton(true);
    cancel.setOnAction(event -> model.cancel());
    HBox row = new HBox(10, progress, label, cancel);
    row.setAlignment(Pos.CENTER);
    row.visibleProperty().bind(model.busyProperty());
    // While hidden, Esc must not find the button.
    cancel.disableProperty().bind(model.busyProperty().not());
    return row;
  }

  private Node modeSwitch() {
    Label question = new Label();
    question.getStyleClass().add(Styles.TEXT_MUTED);
    question
        .textProperty()
        .bind(
            Bindings.when(model.signingUpProperty())
                .then("Already have an account?")
                .otherwise("No account yet?"));
    Hyperlink other = new Hyperlink();
    other.setId("switch-mode");
    other
        .textProperty()
        .bind(Bindings.when(model.signingUpProperty()).then("Log in").otherwise("Sign up"));
    other.setOnAction(
        event -> {
          model.signingUpProperty().set(!model.signingUpProperty().get());
          other.setVisited(false);
          focusFirstField();
        });
    other.disableProperty().bind(model.busyProperty());
    HBox row = new HBox(4, question, other);
    row.setAlignment(Pos.CENTER);
    return row;
  }
}
