package io.jmessage.gui.shell;

import static io.jmessage.gui.shell.UiThread.eventually;
import static io.jmessage.gui.shell.UiThread.stays;
import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.conversation.MessageRow;
import io.jmessage.gui.conversation.TimelineRow;
import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.UiExecutor;
import java.time.Duration;
import java.util.List;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ScrollEvent.HorizontalTextScrollUnits;
import javafx.scene.input.ScrollEvent.VerticalTextScrollUnits;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;
import org.testfx.util.WaitForAsyncUtils;

/** The real window with real keys and clicks, over a cluster in memory. Needs no display. */
@Tag("gui")
@ExtendWith(ApplicationExtension.class)
class WindowTest {

  private final TestWindow window = new TestWindow();
  private final ManualClock clock = window.clock;
  private final FakeCluster cluster = window.cluster;
  private final FakeChatClient ben = window.ben;
  private final MainViewModel model = window.model;
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
  void signsUp_andIsLoggedIn() {
    robot.clickOn("#switch-mode");
    robot.clickOn("#username").write("alice");
    robot.clickOn("#password").write("geheim");
    robot.clickOn("#repeated-password").write("geheim");
    robot.push(KeyCode.ENTER);

    eventually(() -> assertThat(stage.getTitle()).isEqualTo("alice – Jmessage"));
    assertThat(screen.shows("#contacts")).isTrue();
    assertThat(cluster.hasAccount("alice")).isTrue();
  }

  @Test
  void showsWrongPasswordInline() {
    cluster.createAccounts("alice");

    robot.clickOn("#username").write("alice");
    robot.clickOn("#password").write("wrong");
    robot.clickOn("#submit");

    eventually(() -> assertThat(screen.texts()).contains("The password is wrong."));
  }

  @Test
  void tabs_throughTheFormInOrder() {
    robot.clickOn("#username").write("alice").push(KeyCode.TAB).write("geheim");

    eventually(
        () -> {
          assertThat(model.login().usernameProperty().get()).isEqualTo("alice");
          assertThat(model.login().passwordProperty().get()).isEqualTo("geheim");
        });
  }

  @Test
  void conversesWithAnotherWindow() throws Exception {
    window.logIn();
    Stage other = UiThread.get(Stage::new);
    Screen otherScreen = new Screen(other);
    MainViewModel otherModel =
        new MainViewModel(cluster.newClient(), new UiExecutor(), clock, Desk.empty(), "Other");
    ChatWindow otherWindow =
        UiThread.get(
            () -> new ChatWindow(other, otherModel, new Appearance(false), window.kept, clock));
    UiThread.run(otherWindow::open);
    try {
      UiThread.run(() -> TestWindow.logIn(otherModel, "carla"));
      window.choose("carla");
      eventually(() -> TestWindow.choose(otherModel, "alice"));

      window.say("hello carla");
      eventually(() -> assertThat(TestWindow.texts(otherModel)).containsExactly("hello carla"));
      UiThread.run(() -> TestWindow.say(otherModel, "hello alice"));

      eventually(
          () -> assertThat(TestWindow.texts(model)).containsExactly("hello carla", "hello alice"));
      eventually(() -> assertThat(screen.bubbles()).contains("hello alice"));
      eventually(() -> assertThat(otherScreen.bubbles()).contains("hello carla"));
    } finally {
      UiThread.run(otherWindow::close);
    }
  }

  @Test
  void sendsWithEnter_andBreaksTheLineWithShiftEnter() {
    window.logIn();
    robot.clickOn("ben");

    robot.clickOn("#message-field").write("one");
    robot.press(KeyCode.SHIFT).push(KeyCode.ENTER).release(KeyCode.SHIFT);
    robot.write("two");
    robot.push(KeyCode.ENTER);

    eventually(() -> assertThat(cluster.texts("alice", "ben")).containsExactly("one\ntwo"));
    eventually(() -> assertThat(field().getText()).isEmpty());
    eventually(() -> assertThat(screen.bubbles()).containsExactly("one\ntwo"));
  }

  @Test
  void isReadyToWrite_afterAClickOnAName() {
    window.logIn();

    robot.clickOn("ben").write("at once").push(KeyCode.ENTER);

    eventually(() -> assertThat(cluster.texts("alice", "ben")).containsExactly("at once"));
  }

  @Test
  void staysAtTheNewest_asMessagesArrive() {
    window.history(100);
    window.logIn();
    window.choose("ben");
    eventually(() -> assertThat(screen.bubbles()).contains("line 100"));

    for (int i = 0; i < 30; i++) {
      ben.send("alice", "news " + i + " and\na second line").join();
    }

    eventually(() -> assertThat(screen.bubbles()).contains("news 29 and\na second line"));
    eventually(screen::assertAtEnd);
  }

  @Test
  void keepsItsPlace_whenAnOlderPageArrives() {
    window.history(200);
    window.logIn();
    window.choose("ben");
    eventually(() -> assertThat(screen.bubbles()).contains("line 200"));
    eventually(screen::assertAtEnd);
    cluster.answer(false);
    wheelUpUntilOlderMessagesAreAskedFor();
    eventually(() -> assertThat(window.conversation().loadingProperty().get()).isTrue());
    MessageRow row = atRest();
    double before = UiThread.get(() -> screen.yOf(row));

    cluster.answer(true);

    eventually(() -> assertThat(TestWindow.texts(model)).hasSize(100));
    eventually(() -> screen.assertAt(before, row));
    stays(() -> screen.assertAt(before, row));
  }

  @Test
  void keepsItsPlace_andOffersTheNewest_whenAMessageArrivesWhileScrolledUp() {
    window.history(50);
    window.logIn();
    window.choose("ben");
    eventually(screen::assertAtEnd);
    wheelUp();
    wheelUp();
    eventually(() -> assertThat(window.conversation().atEndProperty().get()).isFalse());
    MessageRow row = atRest();
    double before = UiThread.get(() -> screen.yOf(row));

    ben.send("alice", "down here").join();

    eventually(() -> assertThat(screen.texts()).contains("1 new message"));
    stays(() -> screen.assertAt(before, row));

    robot.clickOn("#new-messages");
    eventually(() -> assertThat(screen.bubbles()).contains("down here"));
    eventually(screen::assertAtEnd);
  }

  @Test
  void keepsBubblesLow_whenTheirCellsHeldHighOnes() {
    for (int i = 0; i < 60; i++) {
      cluster.putSilently("ben", "alice", i < 30 ? "low" : "👏", clock.instant());
    }
    window.logIn();
    window.choose("ben");
    eventually(screen::assertAtEnd);
    double low = 45;

    for (int notch = 0; notch < 60; notch++) {
      wheelUp();
    }

    eventually(() -> assertThat(screen.bubbles()).containsOnly("low"));
    eventually(
        () -> assertThat(screen.bubbleHeights()).isNotEmpty().allMatch(height -> height < low));
  }

  @Test
  void timeHasALineOfItsOwn_whenTheTextLeavesNoRoom() {
    for (int words = 8; words < 20; words++) {
      cluster.putSilently("ben", "alice", "word ".repeat(words) + "end", clock.instant());
    }
    window.logIn();
    window.choose("ben");
    eventually(screen::assertAtEnd);

    eventually(
        () -> {
          List<Double> heights = screen.bubbleHeights().stream().sorted().distinct().toList();
          assertThat(heights).as("with and without a line for the time").hasSizeGreaterThan(1);
          for (int i = 1; i < heights.size(); i++) {
            double more = heights.get(i) - heights.get(i - 1);
            assertThat(more).as("no hairline among %s", heights).isGreaterThan(2);
          }
        });
  }

  @Test
  void staysCleared_untilAskedForMore() {
    window.history(30);
    window.logIn();
    window.choose("ben");
    eventually(() -> assertThat(screen.bubbles()).contains("line 30"));

    robot.clickOn("#clear");
    ben.send("alice", "fresh").join();

    eventually(() -> assertThat(screen.bubbles()).containsExactly("fresh"));
    stays(() -> assertThat(screen.bubbles()).containsExactly("fresh"));

    robot.clickOn("#show-cleared");
    eventually(() -> assertThat(screen.bubbles()).contains("line 30", "fresh"));
  }

  @Test
  void staysAtTheNewest_whenAllOfAVeryLongConversationIsLoadedAtOnce() {
    openOneOfLength(48_000);
    eventually(screen::assertAtEnd);

    loadAllOfIt();

    eventually(screen::assertAtEnd);
    stays(screen::assertAtEnd);
    assertThat(window.conversation().rows()).hasSizeGreaterThan(48_000);

    // Most of it is let go of again.
    ben.send("alice", "the newest").join();
    eventually(() -> assertThat(window.conversation().rows()).hasSizeLessThan(48_000));
    eventually(screen::assertAtEnd);
    stays(screen::assertAtEnd);
    assertThat(screen.bubbles()).contains("the newest");
  }

  @Test
  void keepsItsPlace_whenAllOfAVeryLongConversationIsLoadedAtOnce() {
    openOneOfLength(48_000);
    eventually(screen::assertAtEnd);
    robot.push(KeyCode.PAGE_UP).push(KeyCode.PAGE_UP);
    eventually(() -> assertThat(window.conversation().atEndProperty().get()).isFalse());
    MessageRow row = atRest();
    double before = UiThread.get(() -> screen.yOf(row));

    loadAllOfIt();

    eventually(() -> screen.assertAt(before, row));
    stays(() -> screen.assertAt(before, row));
  }

  private void openOneOfLength(int count) {
    window.history(count);
    window.logIn();
    // From here on this machine has all of it.
    window.client.history("ben", 0, count).join();
    window.choose("ben");
  }

  private void loadAllOfIt() {
    UiThread.run(
        () -> {
          while (window.conversation().hasOlderProperty().get()) {
            window.conversation().loadOlder();
          }
        });
  }

  @Test
  void staysAtTheNewest_asTheNewestRowGetsLower() {
    window.history(40);
    window.logIn();
    window.choose("ben");
    eventually(screen::assertAtEnd);
    ben.deleteAccount().join();
    window.say("one more");
    eventually(() -> assertThat(screen.texts()).contains("Send again"));
    stays(screen::assertAtEnd);
    cluster.createAccounts("ben");

    UiThread.run(
        () -> {
          List<TimelineRow> rows = window.conversation().rows();
          window.conversation().sendAgain((MessageRow) rows.get(rows.size() - 1));
        });

    eventually(() -> assertThat(screen.texts()).doesNotContain("Send again"));
    eventually(screen::assertAtEnd);
    stays(screen::assertAtEnd);
  }

  @Test
  void staysAtTheNewest_asOwnMessagesAreStored() {
    window.history(40);
    window.logIn();
    window.choose("ben");
    eventually(screen::assertAtEnd);

    for (int i = 0; i < 5; i++) {
      String text = "own " + i;
      window.say(text);
      eventually(() -> assertThat(screen.bubbles()).contains(text));
      stays(screen::assertAtEnd);
      cluster.putRead("ben", "alice");
      stays(screen::assertAtEnd);
    }
  }

  @Test
  void leavesNothingOnTheScreen_whenLoggedOut() {
    window.history(5);
    window.logIn();
    window.choose("ben");
    eventually(() -> assertThat(screen.bubbles()).contains("line 5"));

    robot.clickOn("#account-menu");
    robot.clickOn("Log out");

    eventually(() -> assertThat(screen.shows("#username")).isTrue());
    assertThat(screen.shows("#contacts")).isFalse();
    assertThat(screen.bubbles()).isEmpty();
    assertThat(robot.lookup("#username").queryTextInputControl().getText()).isEmpty();
    assertThat(robot.lookup("#password").queryTextInputControl().getText()).isEmpty();
    assertThat(screen.texts()).doesNotContain("ben", "alice");
  }

  @Test
  void deletesTheAccount_onlyAfterItsNameWasTyped() {
    window.logIn();
    robot.clickOn("#account-menu");
    robot.clickOn("Delete account…");
    eventually(() -> assertThat(robot.lookup("#question-yes").query().isDisabled()).isTrue());

    robot.push(KeyCode.ESCAPE);
    eventually(() -> assertThat(screen.shows("#question")).isFalse());
    assertThat(cluster.hasAccount("alice")).isTrue();

    robot.clickOn("#account-menu");
    robot.clickOn("Delete account…");
    robot.write("alice");
    robot.clickOn("#question-yes");

    eventually(() -> assertThat(cluster.hasAccount("alice")).isFalse());
    eventually(() -> assertThat(screen.texts()).contains("The account was deleted."));
  }

  @Test
  void tellsOfAFailOver_andSendsWhatWaited() {
    window.logIn();
    window.choose("ben");

    cluster.killMaster();
    eventually(
        () -> assertThat(screen.texts()).contains("Server 1 is gone; looking for the new master…"));
    window.say("in between");
    eventually(() -> assertThat(screen.bubbles()).contains("in between"));
    assertThat(cluster.texts("alice", "ben")).isEmpty();

    cluster.elect();
    eventually(
        () -> assertThat(screen.texts()).contains("Connected to server 2 — nothing was lost"));
    assertThat(cluster.texts("alice", "ben")).containsExactly("in between");
    assertThat(stage.isShowing()).isTrue();

    clock.advance(Duration.ofSeconds(10));
    eventually(() -> assertThat(screen.shows("#banner")).isFalse());
  }

  @Test
  void offersToRetry_whenNothingAnswers_andStaysOpen() {
    window.logIn();
    cluster.killMaster();
    clock.advance(Duration.ofSeconds(30));
    eventually(() -> assertThat(screen.shows("#retry")).isTrue());

    robot.clickOn("#retry");

    eventually(() -> assertThat(cluster.retries()).isEqualTo(1));
    assertThat(stage.isShowing()).isTrue();
  }

  @Test
  void findsPeople_withTheKeyboardAlone() {
    window.logIn();
    window.choose("ben");
    eventually(() -> assertThat(field().isFocused()).isTrue());

    robot.press(KeyCode.CONTROL).push(KeyCode.K).release(KeyCode.CONTROL);
    robot.write("car");
    robot.push(KeyCode.ENTER);

    eventually(() -> assertThat(window.conversation().contact().name()).isEqualTo("carla"));
    eventually(() -> assertThat(field().isFocused()).isTrue());
    robot.write("hi").push(KeyCode.ENTER);
    eventually(() -> assertThat(cluster.texts("alice", "carla")).containsExactly("hi"));
  }

  @Test
  void showsOnePaneAtATime_whenNarrow() {
    window.logIn();
    UiThread.run(() -> stage.setWidth(480));

    robot.clickOn("ben");
    eventually(() -> assertThat(screen.shows("#contacts")).isFalse());

    robot.clickOn("#message-field").push(KeyCode.ESCAPE);
    eventually(() -> assertThat(screen.shows("#contacts")).isTrue());
    assertThat(model.sessionProperty().get().conversationProperty().get()).isNull();
  }

  @Test
  void switchesBetweenLightAndDark() {
    window.logIn();
    Node main = stage.getScene().getRoot();

    robot.clickOn("#theme");

    eventually(
        () ->
            assertThat(main.getPseudoClassStates())
                .anyMatch(state -> state.getPseudoClassName().equals("dark")));
  }

  @Test
  void endsTheClientsListeners_whenClosed() {
    window.logIn();

    UiThread.run(
        () ->
            stage
                .getOnCloseRequest()
                .handle(new WindowEvent(stage, WindowEvent.WINDOW_CLOSE_REQUEST)));

    eventually(() -> assertThat(stage.isShowing()).isFalse());
    assertThat(window.client.listenerCount()).isZero();
  }

  private TextInputControl field() {
    return robot.lookup("#message-field").queryTextInputControl();
  }

  private void wheelUpUntilOlderMessagesAreAskedFor() {
    for (int notch = 0; notch < 500 && !window.conversation().loadingProperty().get(); notch++) {
      wheelUp();
    }
  }

  /** One notch of a mouse wheel: the robot's own is one pixel, and would take long. */
  private void wheelUp() {
    UiThread.run(() -> Event.fireEvent(stage.getScene().lookup(".timeline-cell"), wheel()));
    WaitForAsyncUtils.waitForFxEvents(1);
  }

  private static ScrollEvent wheel() {
    return new ScrollEvent(
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
        null);
  }

  /** The topmost message, once the list has stopped to move. */
  private MessageRow atRest() {
    WaitForAsyncUtils.waitForFxEvents(20);
    return UiThread.get(screen::topMessage);
  }
}
