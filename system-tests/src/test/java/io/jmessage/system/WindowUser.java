package io.jmessage.system;

import io.jmessage.gui.ChatApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.Image;
import javafx.scene.input.KeyCode;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** A real window, and a person at it with keys and a mouse. Needs no display. */
final class WindowUser implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final FxRobot robot = new FxRobot();
  private final Stage stage;
  private final Application window;

  private WindowUser(Stage stage, Application window) {
    this.stage = stage;
    this.window = window;
  }

  /**
   * Opens a window.
   *
   * @param directory where it keeps its data
   */
  static WindowUser open(LocalCluster cluster, Path directory, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-a"));
    arguments.addAll(cluster.addresses());
    arguments.add("--data-directory=" + directory);
    arguments.addAll(List.of(options));
    FxToolkit.registerPrimaryStage();
    Platform.setImplicitExit(false);
    Stage stage = FxToolkit.registerStage(Stage::new);
    Application window =
        FxToolkit.setupApplication(ChatApplication.class, arguments.toArray(String[]::new));
    return new WindowUser(stage, window);
  }

  @Override
  public void close() throws TimeoutException {
    run(() -> stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));
    FxToolkit.cleanupApplication(window);
  }

  /** Puts the window there, so that no other one covers it. */
  void place(double x, double y, double width, double height) {
    run(
        () -> {
          stage.setX(x);
          stage.setY(y);
          stage.setWidth(width);
          stage.setHeight(height);
        });
  }

  Image picture() {
    return ask(
        () ->
            new Robot()
                .getScreenCapture(
                    null,
                    new Rectangle2D(
                        stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight()),
                    false));
  }

  void signUp(String name) {
    awaitShown("#username");
    click("#switch-mode");
    click("#username");
    robot.write(name);
    click("#password");
    robot.write("secret");
    click("#repeated-password");
    robot.write("secret").push(KeyCode.ENTER);
    awaitShown("#contacts");
  }

  void openConversation(String name) {
    awaitShown(name);
    click(name);
    awaitShown("#message-field");
  }

  void send(String text) {
    write(text);
    robot.push(KeyCode.ENTER);
  }

  /** Without sending it. */
  void write(String text) {
    click("#message-field");
    robot.write(text);
  }

  void showServers() {
    robot.press(KeyCode.CONTROL).push(KeyCode.I).release(KeyCode.CONTROL);
  }

  void goBack() {
    robot.push(KeyCode.ESCAPE);
  }

  /** Waits for a message and looks at it: the window in front is the one that is clicked. */
  void read(String beginning) {
    awaitSpoken(beginning);
    click("#message-field");
  }

  /** Something with that id, or that text. */
  void click(String query) {
    run(stage::requestFocus);
    robot.clickOn(ask(() -> find(query).orElseThrow()));
  }

  String draft() {
    return ask(() -> ((TextInputControl) find("#message-field").orElseThrow()).getText());
  }

  void awaitTitle(String title) {
    await("title '" + title + "'", () -> ask(() -> title.equals(stage.getTitle())));
  }

  void awaitShown(String query) {
    await(query, () -> ask(() -> find(query).isPresent()));
  }

  void awaitLabel(String within, String text) {
    await(
        "'" + text + "'",
        () ->
            ask(
                () ->
                    find(within).stream()
                        .anyMatch(node -> robot.from(node).lookup(text).tryQuery().isPresent())));
  }

  /** A row of the conversation of which a screen reader says what begins so. */
  void awaitSpoken(String beginning) {
    await(
        "'" + beginning + "'", () -> spoken().stream().anyMatch(row -> row.startsWith(beginning)));
  }

  private void await(String what, Supplier<Boolean> condition) {
    Wait.until(LIMIT, () -> "no " + what + "; the rows say " + spoken(), condition::get);
  }

  private List<String> spoken() {
    return ask(
        () ->
            find(".timeline").stream()
                .flatMap(list -> list.lookupAll(".timeline-cell").stream())
                .map(cell -> (IndexedCell<?>) cell)
                .filter(cell -> cell.isVisible() && !cell.isEmpty())
                .sorted(Comparator.comparingInt(cell -> cell.getIndex()))
                .map(Node::getAccessibleText)
                .toList());
  }

  private Optional<Node> find(String query) {
    return Stream.ofNullable(stage.getScene())
        .flatMap(
            scene ->
                robot
                    .from(scene.getRoot())
                    .lookup(query)
                    .match(Node::isVisible)
                    .queryAll()
                    .stream())
        .findFirst();
  }

  private static void run(Runnable action) {
    ask(
        () -> {
          action.run();
          return true;
        });
  }

  private static <T> T ask(Supplier<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Platform.runLater(
        () -> {
          try {
            answer.complete(question.get());
          } catch (RuntimeException failure) {
            answer.completeExceptionally(failure);
          }
        });
    return answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }
}
