package io.jmessage.gui.shell;

import io.jmessage.gui.support.KeptValues;
import java.util.OptionalDouble;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** Puts a window where it was the last time, if that is still on a screen. UI thread only. */
final class WindowPlace {
  private static final double WIDTH = 1080;
  private static final double HEIGHT = 720;
  private static final double WIDTH_MIN = 380;
  private static final double HEIGHT_MIN = 420;

  private final Stage stage;
  private final KeptValues kept;

  WindowPlace(Stage stage, KeptValues kept) {
    this.stage = stage;
    this.kept = kept;
  }

  /** Of the stage, not only of the scene: some window managers else take the least size for it. */
  void restore() {
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    stage.setMinWidth(WIDTH_MIN);
    stage.setMinHeight(HEIGHT_MIN);
    double width = number("width").orElse(Math.min(WIDTH, screen.getWidth()));
    double height = number("height").orElse(Math.min(HEIGHT, screen.getHeight()));
    stage.setWidth(Math.max(WIDTH_MIN, width));
    stage.setHeight(Math.max(HEIGHT_MIN, height));
    OptionalDouble x = number("x");
    OptionalDouble y = number("y");
    if (x.isPresent()
        && y.isPresent()
        && !Screen.getScreensForRectangle(x.getAsDouble(), y.getAsDouble(), width, height)
            .isEmpty()) {
      stage.setX(x.getAsDouble());
      stage.setY(y.getAsDouble());
    }
    stage.setMaximized(kept.get("window.maximized").isPresent());
  }

  void keep() {
    kept.put("window.maximized", stage.isMaximized() ? "yes" : "");
    if (!stage.isMaximized()) {
      keep("x", stage.getX());
      keep("y", stage.getY());
      keep("width", stage.getWidth());
      keep("height", stage.getHeight());
    }
  }

  private void keep(String name, double value) {
    if (!Double.isNaN(value)) {
      kept.put("window." + name, Double.toString(value));
    }
  }

  private OptionalDouble number(String name) {
    try {
      return kept.get("window." + name).map(Double::valueOf).filter(Double::isFinite).stream()
          .mapToDouble(Double::doubleValue)
          .findFirst();
    } catch (NumberFormatException edited) {
      return OptionalDouble.empty();
    }
  }
}
