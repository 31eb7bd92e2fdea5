package io.jmessage.gui.shell;

import static io.jmessage.gui.shell.UiThread.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.support.Appearance;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** What a person does at the card of the account. */
@Tag("gui")
@ExtendWith(ApplicationExtension.class)
class AccountCardTest {
  private final TestWindow window = new TestWindow();
  private final UiRobot robot = new UiRobot();
  private Stage stage;
  private Screen screen;

  @Start
  void start(Stage primary) {
    stage = primary;
    screen = new Screen(stage);
    window.open(stage, new Appearance(false));
  }

  @Stop
  void stop() {
    window.close();
  }

  @Test
  void endsASession_fromTheMenu_andGoesBackToTheField() {
    window.logIn();
    window.choose("ben");
    FakeChatClient other = window.alsoElsewhere();
    robot.clickOn("#account-menu");
    robot.clickOn("Account…");
    eventually(() -> assertThat(screen.texts()).contains("Window", "This one", "Terminal"));

    robot.clickOn(".end-session");

    eventually(() -> assertThat(screen.texts()).doesNotContain("Terminal", "End all others"));
    assertThat(other.username()).isEmpty();
    robot.push(KeyCode.ESCAPE);
    eventually(() -> assertThat(screen.shows("#account-card")).isFalse());
    assertThat(window.client.username()).contains("alice");
  }

  @Test
  void changesThePassword_withKeysOnly() {
    window.logIn();
    FakeChatClient other = window.alsoElsewhere();
    openWithKeys();

    robot.clickOn("#old-password").write("wrong").push(KeyCode.TAB).write("new");
    robot.push(KeyCode.TAB).write("new").push(KeyCode.ENTER);
    eventually(() -> assertThat(screen.texts()).contains("The password is wrong."));
    assertThat(other.username()).contains("alice");

    robot.clickOn("#old-password").eraseText(5).write("secret").push(KeyCode.ENTER);

    eventually(
        () ->
            assertThat(screen.texts())
                .contains("The password is changed, and all other sessions have ended."));
    assertThat(other.username()).isEmpty();
    assertThat(window.cluster.newClient().logIn("alice", "new")).isCompleted();
  }

  @Test
  void saysThatNoServerAnswers_andGoesOnByItself() {
    window.logIn();
    window.alsoElsewhere();
    window.cluster.killMaster();
    openWithKeys();
    eventually(() -> assertThat(screen.shows("#sessions-problem")).isTrue());

    robot.clickOn("#sessions-again");
    eventually(() -> assertThat(window.cluster.retries()).isEqualTo(1));
    window.cluster.elect();

    eventually(() -> assertThat(screen.texts()).contains("This one", "End all others"));
    assertThat(screen.shows("#sessions-problem")).isFalse();
  }

  @Test
  void goesWithTheSession_thatWasEndedElsewhere() {
    window.logIn();
    FakeChatClient other = window.alsoElsewhere();
    openWithKeys();

    other.account().endOtherSessions().join();

    eventually(() -> assertThat(screen.shows("#account-card")).isFalse());
    robot.clickOn("#username").write("alice");
    eventually(() -> assertThat(window.model.login().usernameProperty().get()).isEqualTo("alice"));
  }

  private void openWithKeys() {
    robot.press(KeyCode.CONTROL).push(KeyCode.COMMA).release(KeyCode.CONTROL);
    eventually(() -> assertThat(screen.shows("#account-card")).isTrue());
  }
}
