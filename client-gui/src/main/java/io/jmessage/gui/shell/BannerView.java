package io.jmessage.gui.shell;

import io.jmessage.gui.shell.Banner.Tone;
import io.jmessage.gui.support.Icons;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What runs across the window about the connection. */
final class BannerView extends HBox {
  private static final PseudoClass GOOD = PseudoClass.getPseudoClass("good");

  private final FontIcon icon = Icons.of(Feather.REFRESH_CW, "banner-icon");
  private final Label text = new Label();
  private final Label detail = new Label();
  private final Button retry = new Button("Retry now");

  BannerView(StatusBarViewModel model) {
    setId("banner");
    getStyleClass().add("banner");
    setAccessibleRole(AccessibleRole.TEXT);
    text.getStyleClass().add("banner-text");
    text.setWrapText(true);
    detail.getStyleClass().add("banner-detail");
    detail.setWrapText(true);
    VBox texts = new VBox(1, text, detail);
    texts.setMinWidth(0);
    HBox.setHgrow(texts, Priority.ALWAYS);
    retry.setId("retry");
    retry.getStyleClass().add("banner-button");
    retry.setMinWidth(USE_PREF_SIZE);
    retry.setOnAction(event -> model.retry());
    getChildren().addAll(icon, texts, retry);
    model.bannerProperty().addListener((property, old, now) -> show(now));
    show(model.bannerProperty().get());
  }

  private void show(Banner banner) {
    boolean shown = banner.tone() != Tone.NONE;
    setVisible(shown);
    setManaged(shown);
    if (!shown) {
      return;
    }
    pseudoClassStateChanged(GOOD, banner.tone() == Tone.GOOD);
    icon.setIconCode(banner.tone() == Tone.GOOD ? Feather.CHECK_CIRCLE : Feather.REFRESH_CW);
    text.setText(banner.text());
    detail.setText(banner.detail());
    detail.setVisible(!banner.detail().isEmpty());
    detail.setManaged(detail.isVisible());
    retry.setVisible(banner.retry());
    retry.setManaged(banner.retry());
    setAccessibleText(banner.text() + " " + banner.detail());
  }
}
