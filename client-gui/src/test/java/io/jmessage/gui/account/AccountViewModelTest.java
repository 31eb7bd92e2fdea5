package io.jmessage.gui.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jmessage.gui.account.SessionListViewModel.Row;
import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import io.jmessage.gui.support.Times;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccountViewModelTest {
  private static final String WAITING =
      "No server answers now. It is done as soon as one does, also if you close this.";

  private final ManualClock clock = new ManualClock();
  private final FakeCluster cluster = FakeCluster.ofThree(clock);
  private final FakeChatClient here = cluster.newClient();
  private final FakeChatClient there = cluster.newClientElsewhere();
  private final AccountViewModel model =
      new AccountViewModel(here, Runnable::run, new Times(clock));
  private final SessionListViewModel sessions = model.sessions();
  private final PasswordViewModel password = model.password();

  @BeforeEach
  void logIn() {
    cluster.createAccounts("alice");
    here.logIn("alice", "secret").join();
    clock.advance(Duration.ofDays(1));
    there.logIn("alice", "secret").join();
    model.activate();
  }

  @Test
  void listsSessions_andMarksItsOwn() {
    sessions.refresh();

    assertThat(sessions.rows())
        .extracting(Row::program, Row::since, Row::current)
        .containsExactly(
            tuple("Window", "Yesterday, 10:00", true), tuple("Terminal", "Today, 10:00", false));
    assertThat(sessions.othersProperty().get()).isTrue();
    assertThat(sessions.problemProperty().get()).isEmpty();
  }

  @Test
  void endsOneSession_andListsWhatIsLeft() {
    FakeChatClient third = cluster.newClientElsewhere();
    third.logIn("alice", "secret").join();
    sessions.refresh();

    sessions.end(sessions.rows().get(1));

    assertThat(there.username()).isEmpty();
    assertThat(third.username()).contains("alice");
    assertThat(sessions.rows()).hasSize(2);
  }

  @Test
  void endsAllOthers_andNeverItsOwn() {
    sessions.refresh();
    Row own = sessions.rows().get(0);

    sessions.end(own);
    sessions.endOthers();

    assertThat(sessions.rows()).containsExactly(own);
    assertThat(sessions.othersProperty().get()).isFalse();
    assertThat(here.username()).contains("alice");
    assertThat(there.username()).isEmpty();
  }

  @Test
  void saysThatNoServerAnswers_andListsAsSoonAsOneDoes() {
    cluster.killMaster();

    sessions.refresh();
    assertThat(sessions.problemProperty().get()).isEqualTo(WAITING);
    sessions.tryAgain();
    assertThat(cluster.retries()).isEqualTo(1);
    cluster.elect();

    assertThat(sessions.problemProperty().get()).isEmpty();
    assertThat(sessions.rows()).hasSize(2);
  }

  @Test
  void asksAgain_afterNobodyAnsweredInTime() {
    cluster.answer(false);
    sessions.refresh();
    cluster.timeOutWaiting();
    assertThat(sessions.problemProperty().get())
        .isEqualTo("No server answered in time. Please try again.");
    cluster.answer(true);

    sessions.tryAgain();

    assertThat(sessions.problemProperty().get()).isEmpty();
    assertThat(sessions.rows()).hasSize(2);
  }

  @Test
  void changesThePassword_andEndsTheOtherSessions() {
    sessions.refresh();
    fill("secret", "new", "new");

    password.submit();

    assertThat(password.successProperty().get())
        .isEqualTo("The password is changed, and all other sessions have ended.");
    assertThat(fields()).containsExactly("", "", "");
    assertThat(there.username()).isEmpty();
    assertThat(sessions.rows()).hasSize(1);
    assertThat(cluster.newClient().logIn("alice", "new")).isCompleted();
  }

  @Test
  void tellsMistakesAtTheirField_andAsksNobody() {
    fill("", "", "x");
    password.submit();

    assertThat(password.oldErrorProperty().get()).isEqualTo("Please enter your password.");
    assertThat(password.freshErrorProperty().get()).isEqualTo("Please enter a password.");
    assertThat(password.repeatedErrorProperty().get()).isEqualTo("The two passwords differ.");

    fill("secret", "x".repeat(129), "x".repeat(129));
    password.submit();
    assertThat(password.freshErrorProperty().get())
        .isEqualTo("A password has at most 128 characters.");
    assertThat(there.username()).contains("alice");
  }

  @Test
  void tellsAWrongOldPassword_andKeepsWhatWasTyped() {
    fill("wrong", "new", "new");

    password.submit();

    assertThat(password.oldErrorProperty().get()).isEqualTo("The password is wrong.");
    assertThat(fields()).containsExactly("wrong", "new", "new");
    assertThat(there.username()).contains("alice");
  }

  @Test
  void changesThePassword_onceAServerAnswers_evenIfTheCardWasClosed() {
    cluster.killMaster();
    fill("secret", "new", "new");

    password.submit();
    password.leave();
    assertThat(password.problemProperty().get()).isEqualTo(WAITING);
    cluster.elect();

    assertThat(password.successProperty().get()).isNotEmpty();
    assertThat(there.username()).isEmpty();
  }

  @Test
  void saysThatItMayHaveHappened_ifNobodyAnsweredInTime() {
    cluster.answer(false);
    fill("secret", "new", "new");
    password.submit();

    cluster.timeOutWaiting();

    assertThat(password.problemProperty().get())
        .isEqualTo(
            "No server answered in time. Please try again; should the old password be wrong then,"
                + " the new one counts already.");
    assertThat(password.busyProperty().get()).isFalse();
  }

  @Test
  void forgetsPasswords_whenTheCardIsClosed() {
    fill("secret", "new", "new");

    password.leave();

    assertThat(fields()).containsExactly("", "", "");
  }

  @Test
  void isSilent_onceLoggedOut() {
    cluster.killMaster();
    sessions.refresh();
    fill("secret", "new", "new");
    password.submit();
    int before = here.listenerCount();

    model.deactivate();
    cluster.elect();

    assertThat(here.listenerCount()).isEqualTo(before - 1);
    assertThat(sessions.rows()).isEmpty();
    assertThat(fields()).containsExactly("", "", "");
    assertThat(password.successProperty().get()).isEmpty();
  }

  private void fill(String old, String fresh, String again) {
    password.oldProperty().set(old);
    password.freshProperty().set(fresh);
    password.repeatedProperty().set(again);
  }

  private List<String> fields() {
    return List.of(
        password.oldProperty().get(),
        password.freshProperty().get(),
        password.repeatedProperty().get());
  }
}
