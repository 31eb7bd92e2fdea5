package io.jmessage.gui.shell;

import atlantafx.base.theme.Styles;
import io.jmessage.gui.support.Icons;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/** Which server is master, who is in sync, what may fail now, and when one answered last. */
final class ServerPanel extends VBox {
  private final Label faults = new Label();
  private final Label contact = new Label();
  private final VBox servers = new VBox(6);
  private final Button killButton = new Button("Kill the master", Icons.of(Feather.ZAP));
  private final ServerPanelViewModel model;
  private final ChangeListener<ServerPanelViewModel.Report> changed =
      (property, old, now) -> show(now);

  ServerPanel(ServerPanelViewModel model) {
    this.model = model;
    getStyleClass().add("server-panel");
    setSpacing(14);
    faults.setId("faults");
    faults.getStyleClass().add("panel-lead");
    faults.setWrapText(true);
    faults.setMinHeight(Region.USE_PREF_SIZE);
    contact.getStyleClass().add("field-label");
    contact.setWrapText(true);
    getChildren().addAll(faults, servers, contact);
    model.killMaster().ifPresent(this::offerToKill);
    model.reportProperty().addListener(changed);
    show(model.reportProperty().get());
  }

  void release() {
    model.reportProperty().removeListener(changed);
  }

  private void offerToKill(Runnable kill) {
    killButton.setId("kill-master");
    killButton.getStyleClass().add(Styles.DANGER);
    killButton.setAccessibleText("Kill the master now; for the demo");
    killButton.setOnAction(event -> kill.run());
    getChildren().add(killButton);
  }

  private void show(ServerPanelViewModel.Report report) {
    faults.setText(report.faults());
    killButton.setDisable(!report.killable());
    contact.setText(
        "Last confirmed contact: "
            + report.lastContact()
            + (report.epoch() > 0 ? ". Epoch " + report.epoch() + "." : ""));
    servers.getChildren().setAll(report.servers().stream().map(ServerPanel::row).toList());
  }

  private static HBox row(ServerPanelViewModel.Server server) {
    Label name = new Label(server.name());
    name.getStyleClass().add("contact-name");
    Label address = new Label(server.address());
    address.getStyleClass().add("contact-line");
    VBox who = new VBox(1, name, address);
    HBox.setHgrow(who, Priority.ALWAYS);
    Label standing = new Label(server.standing());
    standing.getStyleClass().add("server-standing");
    Region dot = new Region();
    dot.getStyleClass().add(server.good() ? "sync-dot" : "lag-dot");
    HBox row = new HBox(10, dot, who, standing);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("server-row");
    if (server.master()) {
      row.getStyleClass().add("master-row");
    }
    return row;
  }
}
