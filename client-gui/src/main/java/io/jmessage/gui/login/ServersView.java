package io.jmessage.gui.login;

import atlantafx.base.theme.Styles;
import io.jmessage.gui.support.Icons;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** The first screen of the first start: where the servers are. */
public final class ServersView extends StackPane {

  public ServersView(ServersViewModel model) {
    getStyleClass().addAll("main", "login");
    VBox card = new VBox(header(), field(model), button(model));
    card.getStyleClass().add("login-card");
    VBox column = new VBox(card);
    column.getStyleClass().add("login-column");
    getChildren().add(column);
  }

  private static VBox header() {
    Label title = new Label("Welcome to Jmessage");
    title.getStyleClass().add("login-title");
    Label text =
        new Label("Where are your servers? One that answers is enough; it tells of the others.");
    text.getStyleClass().addAll(Styles.TEXT_MUTED, "centred-text");
    text.setWrapText(true);
    StackPane logo = new StackPane(Icons.of(Feather.MESSAGE_CIRCLE, "logo-icon"));
    logo.getStyleClass().add("logo");
    VBox header = new VBox(logo, title, text);
    header.getStyleClass().add("login-header");
    return header;
  }

  private static VBox field(ServersViewModel model) {
    Label label = new Label("Server addresses");
    label.getStyleClass().add("field-label");
    TextField field = new TextField();
    field.setId("server-addresses");
    field.setPromptText("host:2625 other-host:2625");
    field.setAccessibleText("Server addresses");
    label.setLabelFor(field);
    field.textProperty().bindBidirectional(model.addressesProperty());
    Label error = new Label();
    error.getStyleClass().add("field-error");
    error.setWrapText(true);
    error.textProperty().bind(model.errorProperty());
    error.visibleProperty().bind(model.errorProperty().isNotEmpty());
    error.managedProperty().bind(error.visibleProperty());
    VBox fields = new VBox(4, label, field, error);
    fields.getStyleClass().add("login-fields");
    return fields;
  }

  private static Button button(ServersViewModel model) {
    Button connect = new Button("Connect");
    connect.setId("connect");
    connect.setDefaultButton(true);
    connect.setMaxWidth(Double.MAX_VALUE);
    connect.getStyleClass().addAll(Styles.ACCENT, "login-button");
    connect.setOnAction(event -> model.submit());
    return connect;
  }
}
