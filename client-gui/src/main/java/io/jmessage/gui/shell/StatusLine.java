package io.jmessage.gui.shell;

import io.jmessage.gui.shell.StatusBarViewModel.Health;
import io.jmessage.gui.support.Icons;
import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/** A dot and a line: which server, and how many more may fail. */
final class StatusLine extends HBox {

  /**
   * @param open shows more of the servers
   */
  StatusLine(StatusBarViewModel model, Runnable open) {
    getStyleClass().add("status-line");
    Region dot = new Region();
    dot.getStyleClass().add("status-dot");
    Label line = new Label();
    line.setId("status-line");
    line.textProperty().bind(model.lineProperty());
    Tooltip tooltip = new Tooltip();
    tooltip.textProperty().bind(model.detailProperty());
    line.setTooltip(tooltip);
    Button more = Icons.button(Feather.SERVER, "Servers (Ctrl+I)", open);
    more.setId("servers");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    line.setMinWidth(0);
    getChildren().addAll(dot, line, gap, more);
    model.healthProperty().addListener((property, old, now) -> colour(dot, now));
    colour(dot, model.healthProperty().get());
  }

  private static void colour(Region dot, Health now) {
    for (Health health : Health.values()) {
      String name = health.name().toLowerCase(Locale.ROOT).replace('_', '-');
      dot.pseudoClassStateChanged(PseudoClass.getPseudoClass(name), health == now);
    }
  }
}
