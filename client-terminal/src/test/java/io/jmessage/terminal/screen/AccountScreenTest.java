package io.jmessage.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.DeviceSession;
import io.jmessage.terminal.screen.Key.Kind;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions and password on the full screen. */
class AccountScreenTest {
  private static final DeviceSession OWN =
      new DeviceSession("01", PlayedScreen.NOON, "terminal", true);
  private static final DeviceSession WINDOW =
      new DeviceSession("02", PlayedScreen.NOON, "window", false);

  private final PlayedScreen screen = new PlayedScreen();

  @BeforeEach
  void openAccount() {
    screen.type("A");
  }

  @Test
  void sessionsAreListed_andOneIsEndedByTwoKeys() {
    assertThat(screen.lines()).contains("Sessions of ann", "one moment");
    sessions(OWN, WINDOW);
    assertThat(screen.lines())
        .contains("› 2026-03-01 12:00  terminal  (this one)", "  2026-03-01 12:00  window")
        .doesNotContain("one moment");
    screen.type("jD");
    assertThat(screen.lines()).contains("D again ends the marked session");
    screen.type("D");
    assertThat(screen.lines()).contains("one moment");
    screen.model.accountDone("ended that session");
    sessions(OWN);

    assertThat(screen.actions.all).containsExactly("sessions", "endSession window", "sessions");
    assertThat(screen.lines()).contains("ended that session", "› 2026-03-01 12:00");
  }

  @Test
  void ownSessionIsNotEnded_andAnotherKeyCallsItOff() {
    sessions(OWN, WINDOW);

    screen.type("DD");
    assertThat(screen.lines()).contains("this is the session that you are in");
    screen.type("jDkjD");
    screen.type("OPO");

    assertThat(screen.actions.all).containsExactly("sessions");
  }

  @Test
  void allOthersAreEnded_once() {
    sessions(OWN, WINDOW);

    screen.type("OOOO");

    assertThat(screen.actions.all).containsExactly("sessions", "endOtherSessions");
  }

  @Test
  void passwordIsChanged_andNeverShown() {
    typePassword("old-one", "new-one", "new-one");

    assertThat(screen.actions.all).contains("changePassword old-one new-one");
    assertThat(screen.lines()).doesNotContain("old-one", "new-one").contains("*******");
    screen.model.accountDone("the password is changed");
    assertThat(screen.lines()).contains("the password is changed", "Sessions of ann");
  }

  @Test
  void wrongPasswords_areTypedAgain() {
    typePassword("old", "new", "newer");
    assertThat(screen.lines()).contains("the two new passwords differ").doesNotContain("***");
    screen.type("old");
    screen.press(Kind.ENTER);
    screen.press(Kind.ENTER);
    screen.press(Kind.ENTER);
    assertThat(screen.lines()).contains("the old password and the new one, please");
    screen.press(Kind.ESCAPE);
    typePassword("odd", "new", "new");
    screen.model.accountFailed("the old password is wrong");

    assertThat(screen.lines()).contains("the old password is wrong").doesNotContain("***");
    assertThat(screen.actions.all).containsExactly("sessions", "changePassword odd new");
  }

  @Test
  void nothingIsWaitedFor_andTheAnswerIsANotice() {
    typePassword("old", "new", "new");
    screen.press(Kind.ENTER);
    screen.press(Kind.ESCAPE);
    screen.press(Kind.ESCAPE);
    screen.open("bob");
    screen.type("still typing");
    screen.model.accountFailed("no server answers");

    assertThat(screen.lines()).contains("> still typing", "no server answers");
    assertThat(screen.actions.all).containsOnlyOnce("changePassword old new");
  }

  @Test
  void nothingIsLeft_forWhoLogsInNext() {
    sessions(OWN, WINDOW);
    screen.type("Psecret");
    screen.model.loggedOut("the session was ended elsewhere");
    assertThat(screen.lines()).contains("the session was ended elsewhere", "Password");
    screen.model.loggedIn("bob");
    screen.type("A");

    assertThat(screen.lines()).contains("Sessions of bob").doesNotContain("window", "***");
  }

  @Test
  void conversationBehindTheForm_isNotRead() {
    screen.press(Kind.ESCAPE);
    screen.open("bob");
    screen.press(Kind.ESCAPE);
    screen.type("A");
    screen.model.conversation(PlayedScreen.conversation("bob", 5));
    screen.model.message(PlayedScreen.message(5, "bob", "ann", "hello"));
    assertThat(screen.actions.all).doesNotContain("read bob 5");
    screen.press(Kind.ESCAPE);

    assertThat(screen.actions.all).contains("read bob 5");
  }

  private void sessions(DeviceSession... all) {
    screen.model.account.sessions(List.of(all));
  }

  private void typePassword(String old, String fresh, String again) {
    screen.type("P" + old);
    screen.press(Kind.ENTER);
    screen.type(fresh);
    screen.press(Kind.TAB);
    screen.type(again);
    screen.press(Kind.ENTER);
  }
}
