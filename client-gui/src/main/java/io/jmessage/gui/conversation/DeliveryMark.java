package io.jmessage.gui.conversation;

import io.jmessage.gui.support.Icons;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The sign beside an own message that says how far it has come. */
final class DeliveryMark extends HBox {
  private static final PseudoClass READ = PseudoClass.getPseudoClass("read");

  private final FontIcon waiting = Icons.of(Feather.CLOCK, "mark-icon");
  private final FontIcon check = Icons.of(Feather.CHECK, "mark-icon");
  private final FontIcon secondCheck = Icons.of(Feather.CHECK, "mark-icon", "second-check");
  private final FontIcon failed = Icons.of(Feather.ALERT_CIRCLE, "mark-icon", "failed-icon");

  DeliveryMark() {
    getStyleClass().add("delivery-mark");
    getChildren().addAll(waiting, check, secondCheck, failed);
    getChildren().forEach(icon -> icon.managedProperty().bind(icon.visibleProperty()));
  }

  void show(Delivery delivery) {
    boolean delivered = delivery == Delivery.DELIVERED || delivery == Delivery.READ;
    show(waiting, delivery == Delivery.WAITING);
    show(check, delivery == Delivery.STORED || delivered);
    show(secondCheck, delivered);
    show(failed, delivery == Delivery.FAILED);
    pseudoClassStateChanged(READ, delivery == Delivery.READ);
    setVisible(delivery != Delivery.RECEIVED);
    setManaged(delivery != Delivery.RECEIVED);
  }

  private static void show(Node icon, boolean visible) {
    icon.setVisible(visible);
  }
}
