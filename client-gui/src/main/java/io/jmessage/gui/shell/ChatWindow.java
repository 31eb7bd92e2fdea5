package io.jmessage.gui.shell;

import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.EmojiText;
import io.jmessage.gui.support.KeptValues;
import io.jmessage.gui.support.Times;
import java.time.Clock;
import java.util.Objects;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.value.ChangeListener;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts the main view into a stage and joins the two: title, focus, closing, and the clock. UI
 * thread only.
 */
public final class ChatWindow {
  /** Texts that say how long something lasts are right within this. */
  private static final Duration TICK = Duration.millis(500);

  private final Stage stage;
  private final MainViewModel model;
  private final Timeline ticking;
  private final WindowPlace place;
  private final Toast toast;

  /**
   * @param kept remembers the window's place
   */
  public ChatWindow(
      Stage stage, MainViewModel model, Appearance appearance, KeptValues kept, Clock clock) {
    this.place = new WindowPlace(stage, kept);
    this.toast = new Toast(stage, model.notifications(), appearance, this::openConversation);
    this.stage = stage;
    this.model = model;
    EmojiText.loadFont();
    Scene scene = new Scene(new MainView(model, appearance, new Times(clock)));
    appearance.style(scene);
    stage.getIcons().add(icon());
    stage.setScene(scene);
    place.restore();
    stage.titleProperty().bind(model.titleProperty());
    stage.setOnCloseRequest(
        request -> {
          request.consume();
          // What waits is on the disk: nothing to ask.
          close();
        });
    ChangeListener<Boolean> front =
        (property, old, now) -> tellInFront(model.sessionProperty().get());
    stage.focusedProperty().addListener(front);
    model.sessionProperty().addListener((property, old, now) -> tellInFront(now));
    ticking = new Timeline(new KeyFrame(TICK, event -> model.status().tick()));
    ticking.setCycleCount(Animation.INDEFINITE);
  }

  /** Shows the window and starts to follow the client. */
  public void open() {
    model.activate();
    ticking.play();
    stage.show();
  }

  /** Stops to follow the client and takes the window away. */
  public void close() {
    ticking.stop();
    toast.hide();
    place.keep();
    model.deactivate();
    stage.close();
  }

  private static Image icon() {
    return new Image(
        Objects.requireNonNull(ChatWindow.class.getResource("/io/jmessage/gui/icon.png"))
            .toExternalForm());
  }

  private void openConversation(String name) {
    SessionViewModel session = model.sessionProperty().get();
    if (session != null) {
      session.open(name);
    }
    stage.setIconified(false);
    stage.toFront();
    stage.requestFocus();
  }

  private void tellInFront(@Nullable SessionViewModel session) {
    if (session != null) {
      session.inFrontProperty().set(stage.isFocused());
    }
    if (stage.isFocused()) {
      model.notifications().seen();
    }
  }
}
