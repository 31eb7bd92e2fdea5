package io.jmessage.gui.preview;

import io.jmessage.gui.contact.Contact;
import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.shell.ChatWindow;
import io.jmessage.gui.shell.Desk;
import io.jmessage.gui.shell.MainViewModel;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.KeptValues;
import io.jmessage.gui.support.UiExecutor;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Application;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ScrollEvent.HorizontalTextScrollUnits;
import javafx.scene.input.ScrollEvent.VerticalTextScrollUnits;
import javafx.stage.Stage;

/**
 * Shows the window with made-up people. Arguments: what to show ({@code login}, {@code signup},
 * {@code chat}, {@code empty}, {@code fail-over}, {@code back}, {@code no-server}, {@code delete},
 * {@code scrolled}, {@code failed}, {@code scripts}, {@code cleared}), {@code light} or {@code
 * dark}, width, height.
 */
public final class Preview extends Application {
  private final Clock clock = Clock.system(ZoneId.systemDefault());
  private final KeptValues kept = KeptValues.inMemory();
  private FakeCluster cluster;
  private FakeChatClient client;
  private MainViewModel model;
  private Stage stage;

  /** Launches it; a main class that is no Application starts from the class path. */
  public static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      Application.launch(Preview.class, arguments);
    }
  }

  @Override
  public void start(Stage stage) {
    this.stage = stage;
    List<String> arguments = getParameters().getRaw();
    String scene = arguments.get(0);
    cluster = new FakeCluster(scene.equals("no-server") ? 0 : 3, clock, Runnable::run);
    client = cluster.newClient();
    model =
        new MainViewModel(
            client,
            new UiExecutor(),
            clock,
            new Desk(kept, link -> {}, Optional.of(() -> {})),
            "Jmessage");
    new ChatWindow(stage, model, new Appearance(arguments.get(1).equals("dark")), kept, clock)
        .open();
    stage.setX(0);
    stage.setY(0);
    stage.setWidth(Double.parseDouble(arguments.get(2)));
    stage.setHeight(Double.parseDouble(arguments.get(3)));
    if (!scene.equals("login") && !scene.equals("signup") && !scene.equals("no-server")) {
      PreviewData.fill(cluster, clock.instant());
    }
    after(0.4, () -> prepare(scene));
  }

  private void prepare(String scene) {
    switch (scene) {
      case "login" -> {
        model.login().usernameProperty().set("Amélie");
        model.login().passwordProperty().set("wrong");
        cluster.createAccounts("Amélie");
        model.login().submit();
      }
      case "signup" -> {
        model.login().signingUpProperty().set(true);
        model.login().usernameProperty().set("Amélie");
        model.login().passwordProperty().set("secret");
        model.login().submit();
      }
      case "no-server" -> {}
      default -> logIn(scene);
    }
  }

  private void logIn(String scene) {
    model.login().usernameProperty().set("Amélie");
    model.login().passwordProperty().set("secret");
    model.login().submit();
    when(
        () -> model.sessionProperty().get() != null && !contacts().isEmpty(),
        () -> inSession(scene));
  }

  private void inSession(String scene) {
    if (scene.equals("empty")) {
      return;
    }
    select("Ben Okafor");
    when(() -> stage.getScene().lookup(".bubble-text") != null, () -> inConversation(scene));
  }

  private void inConversation(String scene) {
    switch (scene) {
      case "fail-over", "back", "outage" -> {
        cluster.killMaster();
        send("Is the server room warm again? 🔥");
        send("Never mind, I just keep typing.");
        if (scene.equals("back")) {
          after(1, cluster::elect);
        }
      }
      case "delete" -> model.deleteAccount();
      case "failed" -> {
        cluster.killMaster();
        send("Does this one arrive?");
        after(0.3, cluster::timeOutWaiting);
      }
      case "scripts" -> select("سلمى حداد");
      case "cleared" -> model.sessionProperty().get().conversationProperty().get().clear();
      case "scrolled" -> after(0.5, this::scrollUp);
      default -> {}
    }
  }

  private void scrollUp() {
    Node cell = stage.getScene().lookup(".timeline-cell");
    for (int notch = 0; notch < 8; notch++) {
      Event.fireEvent(
          cell,
          new ScrollEvent(
              ScrollEvent.SCROLL,
              0,
              0,
              0,
              0,
              false,
              false,
              false,
              false,
              false,
              false,
              0,
              40,
              0,
              40,
              HorizontalTextScrollUnits.NONE,
              0,
              VerticalTextScrollUnits.LINES,
              3,
              0,
              null));
    }
    after(0.5, () -> cluster.put("Ben Okafor", "Amélie", "I am at the door 🚪", clock.instant()));
  }

  private void select(String name) {
    contacts().stream()
        .filter(contact -> contact.name().equals(name))
        .findFirst()
        .ifPresent(
            contact -> model.sessionProperty().get().contacts().selectedProperty().set(contact));
  }

  private void send(String text) {
    var conversation = model.sessionProperty().get().conversationProperty().get();
    conversation.draftProperty().set(text);
    conversation.send();
  }

  private List<Contact> contacts() {
    return model.sessionProperty().get().contacts().contacts();
  }

  private static void when(BooleanSupplier condition, Runnable action) {
    after(
        0.3,
        () -> {
          if (condition.getAsBoolean()) {
            action.run();
          } else {
            when(condition, action);
          }
        });
  }

  private static void after(double seconds, Runnable action) {
    new Timeline(new KeyFrame(javafx.util.Duration.seconds(seconds), event -> action.run())).play();
  }
}
