package io.jmessage.gui.preview;

import java.util.List;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.stage.Stage;
import javafx.util.Duration;

/**
 * Shows the window with made-up people. Arguments: what to show (one of {@link
 * PreviewWindow#SCENES}), {@code light} or {@code dark}, width, height.
 */
public final class Preview extends Application {
  private static final Duration UNTIL_SHOWN = Duration.seconds(0.5);

  /** Launches it; a main class that is no Application starts from the class path. */
  public static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      Application.launch(Preview.class, arguments);
    }
  }

  @Override
  public void start(Stage stage) {
    List<String> arguments = getParameters().getRaw();
    PreviewWindow window =
        new PreviewWindow(
            stage,
            arguments.get(0),
            arguments.get(1).equals("dark"),
            Double.parseDouble(arguments.get(2)),
            Double.parseDouble(arguments.get(3)));
    PauseTransition prepare = new PauseTransition(UNTIL_SHOWN);
    PauseTransition finish = new PauseTransition(UNTIL_SHOWN);
    prepare.setOnFinished(
        event -> {
          window.prepare();
          finish.play();
        });
    finish.setOnFinished(event -> window.finish());
    prepare.play();
  }
}
