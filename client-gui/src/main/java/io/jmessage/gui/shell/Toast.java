package io.jmessage.gui.shell;

import io.jmessage.gui.shell.NotificationsViewModel.Notice;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.Avatar;
import io.jmessage.gui.support.Chime;
import io.jmessage.gui.support.EmojiLabel;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A notice in the corner of the screen, over all windows, for some seconds. A click goes to the
 * conversation. It is a popup, since a window of its own would take the keys away from whoever is
 * writing. UI thread only.
 */
final class Toast {
  private static final double WIDTH = 340;
  private static final double MARGIN = 18;
  private static final double AVATAR_SIZE = 40;
  private static final Duration SHOWN = Duration.seconds(6);

  private final NotificationsViewModel model;
  private final Consumer<String> open;
  private final PauseTransition pause = new PauseTransition(SHOWN);
  private final Stage owner;
  private final Popup popup = new Popup();
  private final StackPane root = new StackPane();

  /**
   * @param owner whose notice it is; where it is does not matter
   * @param open goes to the conversation with somebody
   */
  Toast(Stage owner, NotificationsViewModel model, Appearance appearance, Consumer<String> open) {
    this.owner = owner;
    this.model = model;
    this.open = open;
    root.setId("toast");
    root.getStyleClass().add("toast-root");
    popup.getContent().add(root);
    popup.setHideOnEscape(false);
    popup.getScene().getRoot().getStyleClass().add("main");
    appearance.style(popup.getScene());
    pause.setOnFinished(event -> hide());
    model.toastProperty().addListener((property, old, now) -> follow(now));
    model.latestProperty().addListener((property, old, now) -> sound(now));
  }

  private void follow(@Nullable Notice notice) {
    hide();
    if (notice != null) {
      show(notice);
    }
  }

  private void sound(@Nullable Notice notice) {
    if (notice != null && model.soundProperty().get()) {
      Chime.play();
    }
  }

  private void show(Notice notice) {
    root.getChildren().setAll(content(notice));
    root.setOnMouseClicked(
        event -> {
          hide();
          open.accept(notice.from());
        });
    popup.show(owner);
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    popup.setX(screen.getMaxX() - popup.getWidth() - MARGIN);
    popup.setY(screen.getMaxY() - popup.getHeight() - MARGIN);
    pause.playFromStart();
  }

  private static Node content(Notice notice) {
    Avatar avatar = new Avatar(AVATAR_SIZE);
    avatar.show(notice.from());
    EmojiLabel from = new EmojiLabel("contact-name");
    from.setText(notice.from());
    EmojiLabel text = new EmojiLabel("contact-line");
    text.setText(notice.text());
    VBox texts = new VBox(3, from, text);
    texts.setAlignment(Pos.CENTER_LEFT);
    texts.setMinWidth(0);
    HBox.setHgrow(texts, Priority.ALWAYS);
    Label count = new Label(Integer.toString(notice.count()));
    count.getStyleClass().add("badge");
    count.setVisible(notice.count() > 1);
    HBox toast = new HBox(12, avatar, texts, count);
    toast.setAlignment(Pos.CENTER_LEFT);
    toast.getStyleClass().add("toast");
    toast.setPrefWidth(WIDTH);
    toast.setMaxWidth(WIDTH);
    return toast;
  }

  void hide() {
    pause.stop();
    popup.hide();
  }
}
