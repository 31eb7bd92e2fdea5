package io.jmessage.gui.preview;

import io.jmessage.gui.contact.Contact;
import io.jmessage.gui.conversation.ConversationViewModel;
import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import io.jmessage.gui.login.ServersView;
import io.jmessage.gui.login.ServersViewModel;
import io.jmessage.gui.shell.ChatWindow;
import io.jmessage.gui.shell.Desk;
import io.jmessage.gui.shell.MainViewModel;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.KeptValues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;

/**
 * A window with made-up people, brought into one of its states. Time stands still, so that pictures
 * of it are the same each time. UI thread only.
 */
final class PreviewWindow {
  /** All states, in the order in which a person meets them. */
  static final List<String> SCENES =
      List.of(
          "first",
          "login",
          "signup",
          "no-server",
          "empty",
          "chat",
          "scrolled",
          "scripts",
          "drafts",
          "failed",
          "fail-over",
          "back",
          "servers",
          "account",
          "account-waits",
          "switcher",
          "keys",
          "delete",
          "cleared",
          "notice",
          "emoji");

  private final ManualClock clock = new ManualClock();
  private final KeptValues kept = KeptValues.inMemory();
  private final FakeCluster cluster;
  private final FakeChatClient client;
  private final MainViewModel model;
  private final Appearance appearance;
  private final Stage stage;
  private final String scene;

  /** Shows the window; what it shows is up to {@link #prepare}. */
  PreviewWindow(Stage stage, String scene, boolean dark, double width, double height) {
    this.stage = stage;
    this.scene = scene;
    appearance = new Appearance(dark);
    cluster = new FakeCluster(scene.equals("no-server") ? 0 : 3, clock, Runnable::run);
    client = cluster.newClient();
    Desk desk = new Desk(kept, link -> {}, Optional.empty(), Optional.of(cluster::killMaster));
    model = new MainViewModel(client, Runnable::run, clock, desk, "Jmessage");
    if (!scene.equals("no-server")) {
      PreviewData.fill(cluster, clock.instant());
    }
    stage.setX(0);
    stage.setY(0);
    ChatWindow window = new ChatWindow(stage, model, appearance, kept, clock);
    stage.setWidth(width);
    stage.setHeight(height);
    if (scene.equals("first")) {
      showFirstScreen();
    } else {
      window.open();
    }
  }

  private void showFirstScreen() {
    ServersViewModel servers = new ServersViewModel(addresses -> {});
    servers.addressesProperty().set("chat-1.example.org:2625 chat-2");
    Scene first = new Scene(new ServersView(servers));
    appearance.style(first);
    stage.setScene(first);
    stage.show();
    servers.submit();
  }

  /** Brings it into its state; to be called once it is on the screen. */
  void prepare() {
    switch (scene) {
      case "first" -> {}
      case "login" -> form(false, "wrong");
      case "signup" -> form(true, "secret");
      case "no-server" -> clock.advance(Duration.ofSeconds(14));
      default -> {
        form(false, "secret");
        inSession();
      }
    }
    model.status().tick();
  }

  private void form(boolean signingUp, String password) {
    model.login().signingUpProperty().set(signingUp);
    model.login().usernameProperty().set(PreviewData.ME);
    model.login().passwordProperty().set(password);
    model.login().submit();
  }

  private void inSession() {
    model.sessionProperty().get().inFrontProperty().set(true);
    switch (scene) {
      case "empty" -> {}
      case "scripts" -> select("سلمى حداد");
      case "switcher" -> {
        select("Ben Okafor");
        press(KeyCode.K, true);
        type("a");
      }
      case "notice" -> {
        select("Ingrid");
        cluster.put("Ben Okafor", PreviewData.ME, "I am at the door 🚪", clock.instant());
      }
      case "drafts" -> {
        select("Tomás").draftProperty().set("Can you send me the");
        select("Юлия").draftProperty().set("Прив");
        select("Ben Okafor");
      }
      default -> {
        select("Ben Okafor");
        inConversation();
      }
    }
  }

  private void inConversation() {
    switch (scene) {
      case "fail-over" -> failOver();
      case "back" -> {
        failOver();
        cluster.elect();
      }
      case "failed" -> {
        say("Is this still your account?");
        cluster.deleteAccountOf("Ben Okafor");
        say("Does this one arrive?");
      }
      case "servers" -> press(KeyCode.I, true);
      case "account" -> {
        otherSessions();
        press(KeyCode.COMMA, true);
      }
      case "account-waits" -> {
        cluster.killMaster();
        press(KeyCode.COMMA, true);
        model.sessionProperty().get().account().password().submit();
      }
      case "keys" -> press(KeyCode.F1, false);
      case "delete" -> model.deleteAccount();
      case "cleared" -> conversation().clear();
      default -> {}
    }
  }

  /** What only works once the list has its height. */
  void finish() {
    switch (scene) {
      case "scrolled" -> {
        press(KeyCode.PAGE_UP, false);
        conversation().atEndProperty().set(false);
        cluster.put("Ben Okafor", PreviewData.ME, "I am at the door 🚪", clock.instant());
      }
      case "emoji" -> ((Button) stage.getScene().lookup(".emoji-button")).fire();
      default -> {}
    }
  }

  private void otherSessions() {
    cluster.newClientElsewhere().logIn(PreviewData.ME, "secret").join();
    clock.advance(Duration.ofHours(3));
    cluster.newClient().logIn(PreviewData.ME, "secret").join();
  }

  private void failOver() {
    cluster.killMaster();
    say("Is the server room warm again? 🔥");
    say("Never mind, I just keep typing.");
  }

  private void say(String text) {
    conversation().draftProperty().set(text);
    conversation().send();
  }

  private ConversationViewModel select(String name) {
    Contact contact =
        model.sessionProperty().get().contacts().contacts().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();
    model.sessionProperty().get().contacts().selectedProperty().set(contact);
    return conversation();
  }

  private ConversationViewModel conversation() {
    return model.sessionProperty().get().conversationProperty().get();
  }

  private void press(KeyCode key, boolean control) {
    Event.fireEvent(
        stage.getScene().getFocusOwner() == null
            ? stage.getScene().getRoot()
            : stage.getScene().getFocusOwner(),
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, control, false, false));
  }

  private void type(String text) {
    ((TextField) stage.getScene().lookup("#switcher-field")).setText(text);
  }
}
