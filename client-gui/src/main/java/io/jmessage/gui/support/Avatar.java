package io.jmessage.gui.support;

import javafx.beans.value.ObservableBooleanValue;
import javafx.geometry.Pos;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/** A circle with the initials of a name, in the colour of the name, and a dot for who is online. */
public final class Avatar extends StackPane {
  private final EmojiLabel initials = new EmojiLabel("avatar-text");
  private final StackPane circle = new StackPane(initials);
  private final Region dot = new Region();
  private @Nullable String colourClass;

  /**
   * @param size of the circle
   */
  public Avatar(double size) {
    circle.getStyleClass().add("avatar");
    initials.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    initials.setStyle("-fx-font-size: " + Math.round(size * 0.38) + "px;");
    dot.getStyleClass().add("presence-dot");
    dot.setVisible(false);
    setAlignment(dot, Pos.BOTTOM_RIGHT);
    getChildren().addAll(circle, dot);
    setMinSize(size, size);
    setMaxSize(size, size);
  }

  /** Shows the avatar of that name, and the dot while online. */
  public void show(String name, ObservableBooleanValue online) {
    show(name);
    dot.visibleProperty().bind(online);
  }

  /** Shows the avatar of that name. */
  public void show(String name) {
    circle.getStyleClass().remove(colourClass);
    colourClass = "avatar-" + Initials.colour(name);
    circle.getStyleClass().add(colourClass);
    initials.setText(Initials.of(name));
  }

  /** Follows nobody any more. */
  public void release() {
    dot.visibleProperty().unbind();
  }
}
