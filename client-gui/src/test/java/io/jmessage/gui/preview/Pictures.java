package io.jmessage.gui.preview;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javafx.animation.AnimationTimer;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.image.Image;
import javafx.scene.image.PixelReader;
import javafx.scene.robot.Robot;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javax.imageio.ImageIO;

/**
 * Makes pictures of all states of the window, in both themes and two sizes, as PNG files.
 * Arguments: the directory to write to, and names of scenes; none: all. Needs no display.
 */
public final class Pictures extends Application {
  /** Cells get their true height, and lists their place, in the first frames. */
  private static final int FRAMES = 12;

  private static final double CORNER_WIDTH = 420;
  private static final double CORNER_HEIGHT = 130;

  private record Size(String name, double width, double height) {}

  private record Picture(String scene, boolean dark, Size size) {
    String fileName() {
      return scene + "-" + (dark ? "dark" : "light") + "-" + size.name() + ".png";
    }
  }

  private static final List<Size> SIZES =
      List.of(new Size("wide", 1000, 680), new Size("narrow", 480, 680));

  private final Deque<Picture> open = new ArrayDeque<>();
  private Path directory = Path.of(".");

  /** Launches it; a main class that is no Application starts from the class path. */
  public static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      Application.launch(Pictures.class, arguments);
      // A popup that is still there would keep the toolkit alive.
      System.exit(0);
    }
  }

  @Override
  public void start(Stage unused) throws IOException {
    Platform.setImplicitExit(false);
    Thread.currentThread()
        .setUncaughtExceptionHandler(
            (thread, failure) -> {
              failure.printStackTrace();
              System.exit(1);
            });
    List<String> arguments = getParameters().getRaw();
    directory = Files.createDirectories(Path.of(arguments.get(0)));
    List<String> scenes = new ArrayList<>(PreviewWindow.SCENES);
    if (arguments.size() > 1) {
      scenes.retainAll(arguments.subList(1, arguments.size()));
    }
    for (String scene : scenes) {
      for (Size size : SIZES) {
        open.add(new Picture(scene, false, size));
        open.add(new Picture(scene, true, size));
      }
    }
    next();
  }

  private void next() {
    Picture picture = open.poll();
    if (picture == null) {
      Platform.exit();
      return;
    }
    Stage stage = new Stage();
    PreviewWindow window =
        new PreviewWindow(
            stage,
            picture.scene(),
            picture.dark(),
            picture.size().width(),
            picture.size().height());
    afterFrames(
        () -> {
          window.prepare();
          afterFrames(
              () -> {
                window.finish();
                afterFrames(() -> take(picture, stage));
              });
        });
  }

  private void take(Picture picture, Stage stage) {
    Rectangle2D place =
        picture.scene().equals("notice")
            ? cornerOfTheScreen()
            : new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
    Image image = new Robot().getScreenCapture(null, place);
    write(image, directory.resolve(picture.fileName()));
    stage.close();
    next();
  }

  private static Rectangle2D cornerOfTheScreen() {
    Rectangle2D screen = Screen.getPrimary().getBounds();
    double width = Math.min(screen.getWidth(), CORNER_WIDTH);
    return new Rectangle2D(
        screen.getMaxX() - width, screen.getMaxY() - CORNER_HEIGHT, width, CORNER_HEIGHT);
  }

  private static void write(Image image, Path file) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    PixelReader pixels = image.getPixelReader();
    BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        copy.setRGB(x, y, pixels.getArgb(x, y));
      }
    }
    try {
      ImageIO.write(copy, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static void afterFrames(Runnable action) {
    new AnimationTimer() {
      private int frames;

      @Override
      public void handle(long now) {
        // A frame comes only when something asks for it.
        Platform.requestNextPulse();
        if (++frames == FRAMES) {
          stop();
          action.run();
        }
      }
    }.start();
  }
}
