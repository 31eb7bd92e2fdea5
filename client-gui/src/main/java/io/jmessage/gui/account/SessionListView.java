package io.jmessage.gui.account;

import atlantafx.base.theme.Styles;
import io.jmessage.gui.account.SessionListViewModel.Row;
import io.jmessage.gui.support.Fields;
import io.jmessage.gui.support.Icons;
import javafx.beans.InvalidationListener;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** A row for each session, with a button that ends it. */
final class SessionListView extends VBox {
  private final SessionListViewModel model;
  private final VBox rows = new VBox(6);

  SessionListView(SessionListViewModel model) {
    this.model = model;
    setSpacing(10);
    rows.setId("sessions");
    rows.disableProperty().bind(model.busyProperty());
    getChildren().addAll(header(), asking(), rows, problem());
    model.rows().addListener((InvalidationListener) change -> show());
    show();
  }

  private Node header() {
    Label title = new Label("Where you are logged in");
    title.getStyleClass().add("panel-lead");
    title.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(title, Priority.ALWAYS);
    HBox header = new HBox(10, title, endOthers());
    header.setAlignment(Pos.CENTER_LEFT);
    return header;
  }

  private void show() {
    rows.getChildren().setAll(model.rows().stream().map(this::row).toList());
  }

  private Node row(Row row) {
    Label program = new Label(row.program());
    program.getStyleClass().add("contact-name");
    Label since = new Label("Logged in: " + row.since());
    since.getStyleClass().add("contact-line");
    VBox texts = new VBox(1, program, since);
    HBox.setHgrow(texts, Priority.ALWAYS);
    HBox box = new HBox(12, iconOf(row), texts, row.current() ? thisOne() : endButton(row));
    box.setAlignment(Pos.CENTER_LEFT);
    box.getStyleClass().add("server-row");
    if (row.current()) {
      box.getStyleClass().add("master-row");
    }
    return box;
  }

  private static Node iconOf(Row row) {
    return Icons.of(
        switch (row.session().client()) {
          case "window" -> Feather.MONITOR;
          case "terminal", "terminal commands", "script" -> Feather.TERMINAL;
          default -> Feather.GLOBE;
        });
  }

  private static Node thisOne() {
    Label label = new Label("This one");
    label.getStyleClass().add("server-standing");
    return label;
  }

  private Node endButton(Row row) {
    Button end = new Button("End");
    end.getStyleClass().addAll(Styles.SMALL, "end-session");
    end.setMinWidth(Region.USE_PREF_SIZE);
    end.setAccessibleText("End this session: " + row.program() + ", logged in: " + row.since());
    end.setOnAction(event -> model.end(row));
    return end;
  }

  private Node asking() {
    Label asking = new Label("Asking the servers…");
    asking.getStyleClass().add("field-label");
    asking
        .visibleProperty()
        .bind(
            model
                .busyProperty()
                .and(Bindings.isEmpty(model.rows()))
                .and(model.problemProperty().isEmpty()));
    asking.managedProperty().bind(asking.visibleProperty());
    return asking;
  }

  private Node problem() {
    Label text = Fields.problem(model.problemProperty());
    text.setId("sessions-problem");
    text.setMinHeight(Region.USE_PREF_SIZE);
    HBox.setHgrow(text, Priority.ALWAYS);
    text.setMaxWidth(Double.MAX_VALUE);
    Button again = new Button("Try again");
    again.setId("sessions-again");
    again.getStyleClass().add(Styles.SMALL);
    again.setMinWidth(Region.USE_PREF_SIZE);
    again.setOnAction(event -> model.tryAgain());
    HBox problem = new HBox(10, text, again);
    problem.setAlignment(Pos.CENTER_LEFT);
    problem.getStyleClass().add("form-error");
    problem.visibleProperty().bind(text.visibleProperty());
    problem.managedProperty().bind(text.visibleProperty());
    return problem;
  }

  private Node endOthers() {
    Button end = new Button("End all others");
    end.setId("end-others");
    end.getStyleClass().addAll(Styles.SMALL, Styles.DANGER);
    end.setMinWidth(Region.USE_PREF_SIZE);
    end.setOnAction(event -> model.endOthers());
    end.disableProperty().bind(model.busyProperty());
    end.visibleProperty().bind(model.othersProperty());
    end.managedProperty().bind(end.visibleProperty());
    return end;
  }
}
