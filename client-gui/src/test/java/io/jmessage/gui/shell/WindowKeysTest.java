package io.jmessage.gui.shell;

import static io.jmessage.gui.shell.UiThread.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.support.Appearance;
import javafx.scene.Node;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** What keys, links, cards and menus do in the window. */
@Tag("gui")
@ExtendWith(ApplicationExtension.class)
class WindowKeysTest {
  private final TestWindow window = new TestWindow();
  private final UiRobot robot = new UiRobot();
  private final Appearance appearance = UiThread.get(() -> new Appearance(false));
  private Stage stage;
  private Screen screen;

  @Start
  void start(Stage primary) {
    stage = primary;
    screen = new Screen(stage);
    window.open(stage, appearance);
  }

  @Stop
  void stop() {
    window.close();
  }

  @Test
  void listsItsKeys_underF1_andGoesBackToTheField() {
    window.logIn();
    window.choose("ben");

    robot.push(KeyCode.F1);
    eventually(() -> assertThat(screen.texts()).contains("Ctrl+K", "Shift+Enter", "F1"));

    robot.push(KeyCode.ESCAPE);
    eventually(() -> assertThat(screen.shows("#shortcuts-card")).isFalse());
    robot.write("typed on");
    eventually(() -> assertThat(window.conversation().draftProperty().get()).isEqualTo("typed on"));
  }

  @Test
  void choosesWithArrows_andOpensOnlyWithEnter() {
    window.logIn();
    window.cluster.put("carla", "alice", "unread", window.clock.instant());

    ctrl(KeyCode.K);
    robot.push(KeyCode.DOWN).push(KeyCode.UP);
    eventually(() -> assertThat(screen.shows("#switcher-field")).isTrue());
    assertThat(window.model.sessionProperty().get().conversationProperty().get()).isNull();
    assertThat(window.cluster.readMark("alice", "carla")).isZero();

    robot.push(KeyCode.ENTER);

    eventually(() -> assertThat(window.conversation().contact().name()).isEqualTo("carla"));
    assertThat(screen.shows("#switcher-card")).isFalse();
  }

  @Test
  void opensTheSwitcher_inANarrowWindowToo() {
    window.logIn();
    UiThread.run(() -> stage.setWidth(480));
    window.choose("ben");

    ctrl(KeyCode.K);
    robot.write("carla").push(KeyCode.ENTER);

    eventually(() -> assertThat(window.conversation().contact().name()).isEqualTo("carla"));
    eventually(() -> assertThat(screen.shows("#message-field")).isTrue());
  }

  @Test
  void movesAlongTheList_withAltAndArrows() {
    window.logIn();
    window.choose("ben");

    robot.press(KeyCode.ALT).push(KeyCode.DOWN).release(KeyCode.ALT);

    eventually(() -> assertThat(window.conversation().contact().name()).isEqualTo("carla"));
  }

  @Test
  void scrollsFromTheField_andComesBackToTheNewest() {
    window.history(80);
    window.logIn();
    window.choose("ben");
    eventually(screen::assertAtEnd);

    robot.push(KeyCode.PAGE_UP);
    eventually(() -> assertThat(window.conversation().atEndProperty().get()).isFalse());
    ctrl(KeyCode.END);

    eventually(screen::assertAtEnd);
  }

  @Test
  void changesTheSizeOfAllLetters_andRemembersNothingOfTheUsualOne() {
    window.logIn();
    window.choose("ben");
    window.say("a line");
    eventually(() -> assertThat(screen.bubbles()).contains("a line"));
    double before = UiThread.get(this::sizeOfMessages);

    ctrl(KeyCode.EQUALS);
    ctrl(KeyCode.EQUALS);

    eventually(() -> assertThat(sizeOfMessages()).isGreaterThan(before + 1.5));
    ctrl(KeyCode.DIGIT0);
    eventually(() -> assertThat(sizeOfMessages()).isEqualTo(before));
  }

  @Test
  void turnsDoNotDisturbOn_andSaysSo() {
    window.logIn();

    ctrl(KeyCode.D);

    eventually(() -> assertThat(screen.texts()).contains("Do not disturb"));
    assertThat(window.model.notifications().doNotDisturbProperty().get()).isTrue();
  }

  @Test
  void showsAWebAddress_thatIsClicked() {
    window.logIn();
    window.choose("ben");
    window.ben.send("alice", "Look: https://example.org/a_b. Good?").join();
    eventually(() -> assertThat(screen.bubbles()).hasSize(1));

    Node link = robot.lookup(".link-text").query();
    robot.clickOn(link);

    eventually(() -> assertThat(window.visited).containsExactly("https://example.org/a_b"));
  }

  @Test
  void copiesTheChosenMessage() {
    window.logIn();
    window.choose("ben");
    window.ben.send("alice", "to be copied 😀").join();
    eventually(() -> assertThat(screen.bubbles()).hasSize(1));

    robot.clickOn(".bubble");
    ctrl(KeyCode.C);

    eventually(
        () -> assertThat(Clipboard.getSystemClipboard().getString()).isEqualTo("to be copied 😀"));
  }

  @Test
  void tellsOfAMessage_andLeavesTheKeysWhereTheyAre() {
    window.logIn();
    window.choose("ben");
    robot.clickOn("#message-field").write("half ");

    window.cluster.put("carla", "alice", "psst", window.clock.instant());
    eventually(() -> assertThat(robot.lookup("#toast").tryQuery()).isPresent());
    robot.write("a sentence");
    eventually(
        () -> assertThat(window.conversation().draftProperty().get()).isEqualTo("half a sentence"));

    robot.clickOn("#toast");
    eventually(() -> assertThat(window.conversation().contact().name()).isEqualTo("carla"));
  }

  @Test
  void insertsAnEmoji_whereTheCursorIs() {
    window.logIn();
    window.choose("ben");
    robot.clickOn("#message-field").write("ab").push(KeyCode.LEFT);

    robot.clickOn(".emoji-button");
    robot.clickOn("👍");

    eventually(() -> assertThat(window.conversation().draftProperty().get()).isEqualTo("a👍b"));
  }

  @Test
  void showsADraftInTheList_onceAnotherConversationIsOpen() {
    window.logIn();
    window.choose("ben");
    robot.clickOn("#message-field").write("half a sentence");
    assertThat(screen.texts()).doesNotContain("Draft: half a sentence");

    window.choose("carla");

    eventually(() -> assertThat(screen.texts()).contains("Draft: half a sentence"));
  }

  @Test
  void editsWhatFailed_fromItsOwnButton() {
    window.logIn();
    window.choose("ben");
    window.ben.deleteAccount().join();
    window.say("wrong");
    eventually(() -> assertThat(screen.texts()).contains("Edit"));
    window.cluster.createAccounts("ben");

    robot.clickOn("Edit");
    eventually(() -> assertThat(screen.texts()).contains("Editing a message that was not sent"));
    robot.clickOn("#message-field").write("!").push(KeyCode.ENTER);

    eventually(() -> assertThat(window.cluster.texts("alice", "ben")).containsExactly("wrong!"));
    eventually(() -> assertThat(screen.bubbles()).containsExactly("wrong!"));
  }

  @Test
  void killsTheMaster_fromTheServerPanelOfADemo() {
    window.logIn();
    ctrl(KeyCode.I);
    eventually(
        () ->
            assertThat(screen.texts())
                .contains("2 more servers may fail now, and the chat goes on."));

    robot.clickOn("#kill-master");

    eventually(
        () ->
            assertThat(screen.texts())
                .contains("Looking for a master. What you send waits on this machine."));
    window.cluster.elect();
    eventually(
        () ->
            assertThat(screen.texts())
                .contains("1 more server may fail now, and the chat goes on."));
  }

  private double sizeOfMessages() {
    return stage.getScene().getRoot().lookupAll(".message-text").stream()
        .map(Text.class::cast)
        .mapToDouble(text -> text.getFont().getSize())
        .findFirst()
        .orElseThrow();
  }

  private void ctrl(KeyCode key) {
    robot.press(KeyCode.CONTROL).push(key).release(KeyCode.CONTROL);
  }
}
