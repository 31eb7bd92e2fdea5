package io.jmessage.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.terminal.screen.Key.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which messages ring. */
class NoticesTest {
  private final PlayedScreen screen = new PlayedScreen();

  @Test
  void messageThatNobodySees_rings() {
    haveHistory(7);
    arrive(8, "bob");

    assertThat(rung()).containsExactly("ring Message from bob: text 8");
  }

  @Test
  void openConversation_ringsOnlyWhileItIsNotReadToItsEnd() {
    haveHistory(7);
    screen.open("bob");
    for (int id = 8; id < 60; id++) {
      arrive(id, "bob");
    }
    assertThat(rung()).isEmpty();
    screen.press(Kind.PAGE_UP);
    arrive(60, "bob");
    screen.press(Kind.PAGE_DOWN);
    screen.press(Kind.PAGE_DOWN);
    arrive(61, "bob");
    arrive(62, "carl");

    assertThat(rung())
        .containsExactly("ring Message from bob: text 60", "ring Message from carl: text 62");
  }

  @Test
  void conversationBehindAForm_rings() {
    haveHistory(7);
    screen.open("bob");
    screen.press(Kind.ESCAPE);
    screen.type("A");
    arrive(8, "bob");

    assertThat(rung()).hasSize(1);
  }

  @Test
  void conversationBehindTheHelp_ringsAndIsNotRead() {
    haveHistory(7);
    screen.open("bob");
    screen.press(Kind.ESCAPE);
    screen.type("?");
    arrive(8, "bob");
    assertThat(screen.actions.all).doesNotContain("read bob 8");
    screen.type("x");

    assertThat(rung()).hasSize(1);
    assertThat(screen.actions.all).contains("read bob 8");
  }

  @Test
  void conversationBehindTheListOfANarrowTerminal_ringsAndIsNotRead() {
    haveHistory(7);
    screen.open("bob");
    screen.press(Kind.TAB);
    assertThat(screen.lines(50)).doesNotContain("no messages yet");
    arrive(8, "bob");
    assertThat(screen.actions.all).doesNotContain("read bob 8");
    assertThat(screen.lines(80)).contains("text 8");

    assertThat(rung()).hasSize(1);
    assertThat(screen.actions.all).contains("read bob 8");
  }

  @Test
  void history_doesNotRing_whateverTellsOfIt() {
    arrive(5, "bob"); // missed while the program was not running
    screen.model.kept("bob", List.of(PlayedScreen.message(4, "bob", "ann", "kept")));
    haveHistory(7);
    arrive(6, "bob");
    screen.model.page("bob", List.of(PlayedScreen.message(3, "bob", "ann", "page")), true);
    haveHistory(9); // after a fail-over
    arrive(8, "bob");

    assertThat(rung()).containsExactly("ring Message from bob: text 8");
  }

  @Test
  void ownMessages_doNotRing() {
    haveHistory(7);
    screen.model.message(PlayedScreen.message(8, "ann", "bob", "from my phone"));

    assertThat(rung()).isEmpty();
  }

  @Test
  void nothingRings_whileTheUserIsNotToBeDisturbed() {
    haveHistory(7);
    screen.type("m");
    assertThat(screen.lines()).contains("do not disturb", "no notices until m is pressed again");
    arrive(8, "bob");
    screen.type("m");
    assertThat(screen.lines()).doesNotContain("do not disturb");
    arrive(9, "bob");

    assertThat(rung()).containsExactly("ring Message from bob: text 9");
  }

  private void haveHistory(long lastId) {
    screen.model.conversations(List.of(PlayedScreen.conversation("bob", lastId)));
  }

  private void arrive(long id, String from) {
    screen.model.message(PlayedScreen.message(id, from, "ann", "text " + id));
  }

  private List<String> rung() {
    return screen.actions.all.stream().filter(action -> action.startsWith("ring")).toList();
  }
}
