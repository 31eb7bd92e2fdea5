package io.jmessage.gui.shell;

import static io.jmessage.gui.shell.UiThread.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.support.Appearance;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** What a screen reader gets to say, asked in its own way. */
@Tag("gui")
@ExtendWith(ApplicationExtension.class)
class AccessibilityTest {
  private final TestWindow window = new TestWindow();
  private final UiRobot robot = new UiRobot();
  private Stage stage;

  @Start
  void start(Stage primary) {
    stage = primary;
    window.open(stage, new Appearance(false));
  }

  @Stop
  void stop() {
    window.close();
  }

  @Test
  void everyControlHasAName_onEveryScreen() {
    assertAllNamed("the form");

    window.logIn();
    window.alsoElsewhere();
    window.history(3);
    assertAllNamed("the list");
    window.choose("ben");
    eventually(() -> assertThat(spokenRows()).isNotEmpty());
    assertAllNamed("a conversation");

    for (KeyCode card : List.of(KeyCode.K, KeyCode.I, KeyCode.COMMA)) {
      robot.press(KeyCode.CONTROL).push(card).release(KeyCode.CONTROL);
      assertAllNamed("the card of " + card);
      robot.push(KeyCode.ESCAPE);
    }
    UiThread.run(window.model::deleteAccount);
    assertAllNamed("a question");
  }

  @Test
  void messagesSayWhoWhatStateAndWhen() {
    window.logIn();
    window.choose("carla");
    window.say("good morning");
    window.cluster.put("carla", "alice", "good morning to you", window.clock.instant());
    eventually(() -> assertThat(spokenRows()).hasSize(3));

    assertThat(spokenRows())
        .containsExactly(
            "Today",
            "You: good morning. Stored on 3 of 3 servers, 10:00",
            "carla: good morning to you. 10:00");

    window.cluster.killMaster();
    window.say("and now?");
    eventually(
        () ->
            assertThat(spokenRows())
                .last()
                .isEqualTo(
                    "You: and now? Waiting: connection refused; kept on this machine, goes out by"
                        + " itself, 10:00"));
  }

  @Test
  void peopleSayWhoUnreadWhatAndWhen() {
    window.logIn();
    window.cluster.put("carla", "alice", "one", window.clock.instant());
    window.cluster.put("carla", "alice", "two", window.clock.instant());

    eventually(
        () ->
            assertThat(spokenCells("#contacts"))
                .containsExactly("carla, offline, 2 unread. two, 10:00", "ben, online. Online"));
  }

  private void assertAllNamed(String where) {
    eventually(
        () ->
            assertThat(controls())
                .as("controls of %s", where)
                .isNotEmpty()
                .allSatisfy(
                    control -> assertThat(nameOf(control)).as(control.toString()).isNotBlank()));
  }

  private List<Node> controls() {
    return stage.getScene().getRoot().lookupAll("*").stream()
        .filter(AccessibilityTest::isForPeople)
        .filter(Screen::isShown)
        .toList();
  }

  private static boolean isForPeople(Node node) {
    boolean control =
        node instanceof Button
            || node instanceof Hyperlink
            || node instanceof TextInputControl
            || node instanceof ListView<?>;
    return control && !node.isDisabled();
  }

  /** A label for a field is a name, as the text of a button is. */
  private static String nameOf(Node control) {
    String text = control.getAccessibleText();
    if (text != null) {
      return text;
    }
    boolean field = control instanceof TextInputControl || control instanceof ListView<?>;
    Object shown = field ? null : control.queryAccessibleAttribute(AccessibleAttribute.TEXT);
    return shown == null ? "" : shown.toString();
  }

  private List<String> spokenRows() {
    return spokenCells(".timeline");
  }

  private List<String> spokenCells(String list) {
    Node view = stage.getScene().getRoot().lookup(list);
    return Stream.ofNullable(view)
        .flatMap(shown -> shown.lookupAll(".list-cell").stream())
        .map(IndexedCell.class::cast)
        .filter(cell -> cell.isVisible() && !cell.isEmpty())
        .sorted((one, other) -> Integer.compare(one.getIndex(), other.getIndex()))
        .map(cell -> cell.getAccessibleText())
        .toList();
  }
}
