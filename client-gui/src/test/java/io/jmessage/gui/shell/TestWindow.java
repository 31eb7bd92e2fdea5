package io.jmessage.gui.shell;

import static io.jmessage.gui.shell.UiThread.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.conversation.ConversationViewModel;
import io.jmessage.gui.conversation.MessageRow;
import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.DesktopNotices;
import io.jmessage.gui.support.KeptValues;
import io.jmessage.gui.support.UiExecutor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.stage.Stage;
import org.testfx.util.WaitForAsyncUtils;

/** The real window over a cluster in memory, and what a person at it does. */
final class TestWindow {
  final ManualClock clock = new ManualClock();
  final FakeCluster cluster = FakeCluster.ofThree(clock);
  final FakeChatClient client = cluster.newClient();
  final FakeChatClient ben = cluster.newClientElsewhere();
  final KeptValues kept = KeptValues.inMemory();

  /** Web addresses that the browser was to show. */
  final List<String> visited = new CopyOnWriteArrayList<>();

  final MainViewModel model;
  private ChatWindow window;

  TestWindow() {
    this(Optional.empty());
  }

  /**
   * @param notices of the desktop
   */
  TestWindow(Optional<DesktopNotices> notices) {
    Desk desk = new Desk(kept, visited::add, notices, Optional.of(cluster::killMaster));
    model = new MainViewModel(client, new UiExecutor(), clock, desk, "Jmessage");
  }

  /** To be called on the UI thread. */
  void open(Stage stage, Appearance appearance) {
    window = new ChatWindow(stage, model, appearance, kept, clock);
    stage.setX(0);
    stage.setY(0);
    stage.setWidth(900);
    stage.setHeight(700);
    window.open();
  }

  /** To be called on the UI thread. */
  void close() {
    window.close();
  }

  /** Alice is, with Ben, who is online, and Carla, who is not. */
  void logIn() {
    cluster.createAccounts("alice", "ben", "carla");
    ben.logIn("ben", "secret").join();
    UiThread.run(() -> logIn(model, "alice"));
    eventually(() -> assertThat(model.sessionProperty().get().contacts().contacts()).hasSize(2));
    WaitForAsyncUtils.waitForFxEvents();
  }

  /** Alice logs in on another machine too. */
  FakeChatClient alsoElsewhere() {
    FakeChatClient other = cluster.newClientElsewhere();
    other.logIn("alice", "secret").join();
    return other;
  }

  static void logIn(MainViewModel who, String name) {
    who.login().usernameProperty().set(name);
    who.login().passwordProperty().set("secret");
    who.login().submit();
  }

  void choose(String name) {
    eventually(() -> choose(model, name));
  }

  static void choose(MainViewModel who, String name) {
    var contacts = who.sessionProperty().get().contacts();
    contacts
        .selectedProperty()
        .set(
            contacts.contacts().stream()
                .filter(contact -> contact.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in the list")));
  }

  static void say(MainViewModel who, String text) {
    ConversationViewModel conversation = who.sessionProperty().get().conversationProperty().get();
    conversation.draftProperty().set(text);
    conversation.send();
  }

  void say(String text) {
    UiThread.run(() -> say(model, text));
  }

  ConversationViewModel conversation() {
    return model.sessionProperty().get().conversationProperty().get();
  }

  static List<String> texts(MainViewModel who) {
    return who.sessionProperty().get().conversationProperty().get().rows().stream()
        .filter(MessageRow.class::isInstance)
        .map(row -> ((MessageRow) row).text())
        .toList();
  }

  /** So many lines between Alice and Ben, some of two rows. */
  void history(int count) {
    for (int i = 1; i <= count; i++) {
      String text = "line " + i + (i % 4 == 0 && i != count ? "\nwith more below" : "");
      cluster.putSilently(
          i % 2 == 0 ? "ben" : "alice", i % 2 == 0 ? "alice" : "ben", text, clock.instant());
    }
  }
}
