package io.jmessage.gui.shell;

import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.EmojiText;
import io.jmessage.gui.support.Times;
import java.time.Clock;
import java.util.Objects;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.value.ChangeListener;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Puts the main view into a stage and joins the two: title, focus, closing, and the clock. UI
 * thread only.
 */
public final class ChatWindow {
  private static final double WIDTH = 1080;
  private static final double HEIGHT = 720;
  private static final double WIDTH_MIN = 380;
  private static final double HEIGHT_MIN = 420;

  /** Texts that say how long something lasts are right within this. */
  private static final Duration TICK = Duration.millis(500);

  private final Stage stage;
  private final MainViewModel model;
  private final Timeline ticking;

  public ChatWindow(Stage stage, MainViewModel model, Appearance appearance, Clock clock) {
    this.stage = stage;
    this.model = model;
    EmojiText.loadFont();
    Scene scene = new Scene(new MainView(model, appearance, new Times(clock)), WIDTH, HEIGHT);
    appearance.style(scene);
    stage.getIcons().add(icon());
    stage.setScene(scene);
    resize();
    stage.titleProperty().bind(model.titleProperty());
    stage.setOnCloseRequest(
        request -> {
          request.consume();
          model.close(this::close);
        });
    ChangeListener<Boolean> front =
        (property, old, now) -> tellInFront(model.sessionProperty().get());
    stage.focusedProperty().addListener(front);
    model.sessionProperty().addListener((property, old, now) -> tellInFront(now));
    ticking = new Timeline(new KeyFrame(TICK, event -> model.status().tick()));
    ticking.setCycleCount(Animation.INDEFINITE);
  }

  /** Of the stage, not only of the scene: some window managers else take the least size for it. */
  private void resize() {
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    stage.setMinWidth(WIDTH_MIN);
    stage.setMinHeight(HEIGHT_MIN);
    stage.setWidth(Math.min(WIDTH, screen.getWidth()));
    stage.setHeight(Math.min(HEIGHT, screen.getHeight()));
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
    model.deactivate();
    stage.close();
  }

  private static Image icon() {
    return new Image(
        Objects.requireNonNull(ChatWindow.class.getResource("/io/jmessage/gui/icon.png"))
            .toExternalForm());
  }

  private void tellInFront(@Nullable SessionViewModel session) {
    if (session != null) {
      session.inFrontProperty().set(stage.isFocused());
    }
  }
}
