package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.gui.ChatApplication;
import io.jmessage.system.demo.KillRequest;
import io.jmessage.system.history.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;

/** The window as a person uses it, with its own client library and real servers. No display. */
class WindowIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @RegisterExtension final Scene scene = new Scene();
  private final FxRobot robot = new FxRobot();
  private Optional<Application> window = Optional.empty();
  private Stage stage;

  @AfterEach
  void closeWindow() throws Exception {
    close();
  }

  @Test
  void goesOnTyping_whenTheMasterIsKilledFromTheServerPanel() throws Exception {
    LocalCluster cluster = scene.cluster(3);
    ClusterWatch watch = scene.watch(cluster);
    KillRequest request = new KillRequest(scene.directory().resolve("kill"), cluster);
    User bob = scene.ending(User.signUp("bob", cluster.addresses()));
    open(cluster, request.windowOption());
    signUp("ann");
    openConversation("bob");
    send("before the kill");
    awaitSpoken("You: before the kill. Delivered to bob, stored on 3 of 3 servers");
    var unused = bob.say("ann", "an answer");
    awaitSpoken("bob: an answer.");

    robot.press(KeyCode.CONTROL).push(KeyCode.I).release(KeyCode.CONTROL);
    awaitShown("#kill-master");
    robot.clickOn("#kill-master");
    await("the request to kill", () -> request.serve(watch).orElse(0) == 1);
    robot.push(KeyCode.ESCAPE);
    send("across the kill");

    awaitSpoken("You: across the kill. Delivered to bob, stored on 2 of ");
    awaitLabel("#banner", "Connected to server 2 — nothing was lost");
    assertThat(texts(bob)).containsExactly("before the kill", "an answer", "across the kill");
  }

  @Test
  void hasItsHistoryAndWhatWaits_afterARestartWithNoServerUp_andSendsItOnce() throws Exception {
    LocalCluster cluster = scene.cluster(2);
    User bob = scene.ending(User.signUp("bob", cluster.addresses()));
    open(cluster);
    signUp("ann");
    openConversation("bob");
    send("stored");
    awaitSpoken("You: stored. Delivered to bob, stored on 2 of 2 servers");
    cluster.stopAll();
    send("kept");
    awaitSpoken("You: kept. Waiting");
    robot.write("half a sentence");
    close();

    open(cluster);
    await("the session that was left", () -> ask(() -> "ann – Jmessage".equals(stage.getTitle())));
    openConversation("bob");
    awaitSpoken("You: stored.");
    awaitSpoken("You: kept. Waiting");
    assertThat(ask(() -> robot.lookup("#message-field").queryTextInputControl().getText()))
        .isEqualTo("half a sentence");

    cluster.startAll();

    awaitSpoken("You: kept. Delivered to bob, stored on ");
    assertThat(texts(bob)).containsExactly("stored", "kept");
  }

  private static List<String> texts(User user) {
    return user.history("ann").stream().map(ChatMessage::text).toList();
  }

  private void open(LocalCluster cluster, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-a"));
    arguments.addAll(cluster.addresses());
    arguments.add("--data-directory=" + scene.directory().resolve("client"));
    arguments.addAll(List.of(options));
    FxToolkit.registerPrimaryStage();
    Platform.setImplicitExit(false);
    stage = FxToolkit.registerStage(Stage::new);
    window =
        Optional.of(
            FxToolkit.setupApplication(ChatApplication.class, arguments.toArray(String[]::new)));
  }

  private void close() throws Exception {
    if (window.isPresent()) {
      ask(
          () -> {
            stage.fireEvent(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST));
            return true;
          });
      FxToolkit.cleanupApplication(window.get());
      window = Optional.empty();
    }
  }

  private void signUp(String name) {
    awaitShown("#username");
    robot.clickOn("#switch-mode");
    robot.clickOn("#username").write(name);
    robot.clickOn("#password").write("secret");
    robot.clickOn("#repeated-password").write("secret").push(KeyCode.ENTER);
    awaitShown("#contacts");
  }

  private void openConversation(String name) {
    await(name + " in the list", () -> ask(() -> robot.lookup(name).tryQuery().isPresent()));
    robot.clickOn(name);
    awaitShown("#message-field");
  }

  private void send(String text) {
    robot.clickOn("#message-field").write(text).push(KeyCode.ENTER);
  }

  private void awaitShown(String selector) {
    await(
        selector,
        () -> ask(() -> robot.lookup(selector).match(Node::isVisible).tryQuery().isPresent()));
  }

  private void awaitLabel(String within, String text) {
    await(
        "'" + text + "'",
        () -> ask(() -> robot.from(node(within)).lookup(text).tryQuery().isPresent()));
  }

  private void awaitSpoken(String beginning) {
    await(
        "'" + beginning + "'", () -> spoken().stream().anyMatch(row -> row.startsWith(beginning)));
  }

  private void await(String what, Supplier<Boolean> condition) {
    Wait.until(LIMIT, () -> "no " + what + "; the rows say " + spoken(), condition::get);
  }

  /** What a screen reader says of the rows, from top to bottom. */
  private List<String> spoken() {
    return ask(
        () ->
            Stream.ofNullable(node(".timeline"))
                .flatMap(list -> list.lookupAll(".timeline-cell").stream())
                .map(cell -> (IndexedCell<?>) cell)
                .filter(cell -> cell.isVisible() && !cell.isEmpty())
                .sorted(Comparator.comparingInt(cell -> cell.getIndex()))
                .map(Node::getAccessibleText)
                .toList());
  }

  private Node node(String selector) {
    return stage.getScene().getRoot().lookup(selector);
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
