package io.jmessage.gui.shell;

import static io.jmessage.gui.shell.UiThread.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.jmessage.gui.account.AccountViewModel;
import io.jmessage.gui.login.ServersView;
import io.jmessage.gui.login.ServersViewModel;
import io.jmessage.gui.support.Appearance;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** Every text and icon of every screen has the contrast that WCAG AA asks for, in both themes. */
@Tag("gui")
@ExtendWith(ApplicationExtension.class)
class ContrastTest {
  private final TestWindow window = new TestWindow();
  private final UiRobot robot = new UiRobot();
  private Appearance appearance;
  private Stage stage;
  private Screen screen;

  @Start
  void start(Stage primary) {
    stage = primary;
    screen = new Screen(stage);
    appearance = new Appearance(false);
    window.open(stage, appearance);
  }

  @Stop
  void stop() {
    window.close();
  }

  @Test
  void ratioIsThatOfTheStandard() {
    assertThat(Contrast.ratio(Color.BLACK, Color.WHITE)).isEqualTo(21, within(0.001));
    assertThat(Contrast.ratio(Color.web("#777777"), Color.WHITE)).isEqualTo(4.478, within(0.001));
    assertThat(Contrast.ratio(Color.web("#0000ff"), Color.WHITE)).isEqualTo(8.592, within(0.001));
  }

  @Test
  void findsTextThatIsTooPale_evenIfOnlyForItsOpacity() {
    UiThread.run(
        () -> {
          Label pale = new Label("pale");
          pale.setStyle("-fx-text-fill: #777777");
          Label faint = new Label("faint");
          faint.setStyle("-fx-text-fill: black");
          faint.setOpacity(0.5);
          Label good = new Label("good");
          good.setStyle("-fx-text-fill: #767676");
          StackPane root = new StackPane(pale, faint, good);
          root.setStyle("-fx-background-color: white");
          stage.setScene(new Scene(root));
        });

    eventually(
        () ->
            assertThat(Contrast.problems(stage.getScene().getRoot()))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("'pale'"))
                .anyMatch(problem -> problem.contains("'faint'")));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void formHasIt_alsoWithErrors(boolean dark) {
    look(dark);
    assertEnough("the form");
    robot.moveTo("#submit");
    eventually(() -> assertThat(stage.getScene().lookup("#submit").isHover()).isTrue());
    assertEnough("the form with its button pointed at");

    robot.clickOn("#submit");
    eventually(() -> assertThat(screen.texts()).contains("Please enter a name."));
    assertEnough("the form with errors");

    UiThread.run(() -> window.model.login().reset("You were logged out."));
    assertEnough("the form with a reason");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void firstScreenHasIt(boolean dark) {
    look(dark);
    ServersViewModel model = new ServersViewModel(addresses -> {});
    UiThread.run(
        () -> {
          Scene scene = new Scene(new ServersView(model));
          appearance.style(scene);
          stage.setScene(scene);
          model.submit();
        });

    assertEnough("the first screen");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void conversationHasIt_inEveryState(boolean dark) {
    look(dark);
    window.history(4);
    window.logIn();
    window.cluster.put("carla", "alice", "unread", window.clock.instant());
    assertEnough("the list");

    window.choose("ben");
    window.say("read, with a link https://example.org and 😀");
    window.cluster.putRead("ben", "alice");
    window.say("delivered");
    window.ben.send("alice", "https://example.org").join();
    window.say("👏");
    robot.clickOn(".bubble");
    eventually(() -> assertThat(screen.bubbles()).contains("👏"));
    assertEnough("a conversation");

    UiThread.run(() -> window.conversation().clear());
    assertEnough("a cleared conversation");
    window.choose("carla");
    UiThread.run(() -> window.conversation().draftProperty().set("half a sentence"));
    window.choose("ben");
    assertEnough("a list with a draft");
    window.ben.deleteAccount().join();
    window.say("failed");
    eventually(() -> assertThat(screen.texts()).contains("Send again"));
    assertEnough("a message that failed");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void faultsHaveIt(boolean dark) {
    look(dark);
    window.logIn();
    window.choose("ben");
    window.cluster.killMaster();
    window.say("waits");
    eventually(() -> assertThat(screen.bubbles()).contains("waits"));
    assertEnough("a fail-over");

    robot.press(KeyCode.CONTROL).push(KeyCode.I).release(KeyCode.CONTROL);
    assertEnough("the server panel without a master");
    window.cluster.elect();
    assertEnough("the server panel");
    robot.push(KeyCode.ESCAPE);
    eventually(() -> assertThat(screen.shows("#banner")).isTrue());
    assertEnough("good news");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatLiesOverTheWindowHasIt(boolean dark) {
    look(dark);
    window.logIn();

    robot.push(KeyCode.F1);
    assertEnough("the keys");
    robot.push(KeyCode.ESCAPE);
    robot.press(KeyCode.CONTROL).push(KeyCode.K).release(KeyCode.CONTROL);
    assertEnough("the switcher");
    robot.push(KeyCode.ESCAPE);
    UiThread.run(window.model::deleteAccount);
    assertEnough("a question");
    UiThread.run(window.model::dismissQuestion);

    window.cluster.put("carla", "alice", "psst", window.clock.instant());
    eventually(() -> assertThat(robot.lookup("#toast").tryQuery()).isPresent());
    Parent toast = robot.lookup("#toast").query();
    eventually(() -> assertThat(Contrast.texts(toast)).hasSizeGreaterThan(2));
    eventually(() -> assertThat(Contrast.problems(toast)).as("a notice").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void accountHasIt_alsoWithErrors(boolean dark) {
    look(dark);
    window.logIn();
    window.alsoElsewhere();
    robot.press(KeyCode.CONTROL).push(KeyCode.COMMA).release(KeyCode.CONTROL);
    eventually(() -> assertThat(screen.texts()).contains("This one", "End all others"));
    assertEnough("the account");

    UiThread.run(() -> account().password().submit());
    eventually(() -> assertThat(screen.texts()).contains("Please enter your password."));
    assertEnough("the account with errors");

    window.cluster.killMaster();
    UiThread.run(() -> account().sessions().refresh());
    eventually(() -> assertThat(screen.shows("#sessions-problem")).isTrue());
    assertEnough("the account without a server");
    window.cluster.elect();
    UiThread.run(
        () -> {
          account().password().oldProperty().set("secret");
          account().password().freshProperty().set("new");
          account().password().repeatedProperty().set("new");
          account().password().submit();
        });
    eventually(() -> assertThat(screen.shows("#password-changed")).isTrue());
    assertEnough("the account with a new password");
  }

  private AccountViewModel account() {
    return window.model.sessionProperty().get().account();
  }

  private void look(boolean dark) {
    UiThread.run(() -> appearance.darkProperty().set(dark));
  }

  private void assertEnough(String where) {
    eventually(
        () -> {
          Parent root = stage.getScene().getRoot();
          assertThat(Contrast.texts(root)).as("texts of %s", where).hasSizeGreaterThan(3);
          assertThat(Contrast.problems(root)).as(where).isEmpty();
        });
  }
}
