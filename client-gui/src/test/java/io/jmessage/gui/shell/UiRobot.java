package io.jmessage.gui.shell;

import javafx.geometry.Point2D;
import javafx.scene.input.MouseButton;
import org.testfx.api.FxRobot;
import org.testfx.robot.Motion;

/**
 * A robot that looks for nodes on the UI thread. Where a node is follows from the layout, and a
 * layout that two threads make at once fails, in the window as well.
 */
final class UiRobot extends FxRobot {

  @Override
  public FxRobot clickOn(String query, Motion motion, MouseButton... buttons) {
    return clickOn(pointOf(query), motion, buttons);
  }

  @Override
  public FxRobot moveTo(String query, Motion motion) {
    return moveTo(pointOf(query), motion);
  }

  private Point2D pointOf(String query) {
    return UiThread.get(() -> point(query).query());
  }
}
