package io.jmessage.gui.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginViewModelTest {
  private final FakeCluster cluster = FakeCluster.ofThree(new ManualClock());
  private final FakeChatClient client = cluster.newClient();
  private final List<String> loggedIn = new ArrayList<>();
  private final LoginViewModel model = new LoginViewModel(client, Runnable::run, loggedIn::add);

  @Test
  void logsIn() {
    cluster.createAccounts("alice");

    fill("alice", "secret");
    model.submit();

    assertThat(loggedIn).containsExactly("alice");
    assertThat(client.username()).contains("alice");
  }

  @Test
  void signsUpAndLogsInByItself() {
    fillSignUp("alice", "geheim", "geheim");
    model.submit();

    assertThat(loggedIn).containsExactly("alice");
    assertThat(cluster.hasAccount("alice")).isTrue();
  }

  @Test
  void emptiesTheForm_afterLoggingIn() {
    fillSignUp("alice", "geheim", "geheim");
    model.submit();

    assertThat(model.usernameProperty().get()).isEmpty();
    assertThat(model.passwordProperty().get()).isEmpty();
    assertThat(model.repeatedProperty().get()).isEmpty();
    assertThat(model.signingUpProperty().get()).isFalse();
    assertThat(model.busyProperty().get()).isFalse();
  }

  @Test
  void tellsWrongPasswordAtItsField_andKeepsTheName() {
    cluster.createAccounts("alice");

    fill("alice", "wrong");
    model.submit();

    assertThat(model.passwordErrorProperty().get()).isEqualTo("The password is wrong.");
    assertThat(model.usernameProperty().get()).isEqualTo("alice");
    assertThat(loggedIn).isEmpty();
  }

  @Test
  void tellsUnknownNameAtItsField() {
    fill("nobody", "x");
    model.submit();

    assertThat(model.usernameErrorProperty().get()).contains("no account");
  }

  @Test
  void tellsTakenNameAtItsField() {
    cluster.createAccounts("alice");

    fillSignUp("alice", "other", "other");
    model.submit();

    assertThat(model.usernameErrorProperty().get()).contains("taken");
    assertThat(loggedIn).isEmpty();
  }

  @Test
  void refusesEmptyFields_withoutAskingTheServer() {
    cluster.killMaster();

    model.submit();

    assertThat(model.usernameErrorProperty().get()).isNotEmpty();
    assertThat(model.passwordErrorProperty().get()).isNotEmpty();
    assertThat(model.busyProperty().get()).isFalse();
  }

  @Test
  void refusesNamesOutOfBounds() {
    fillSignUp("x".repeat(65), "secret", "secret");
    model.submit();
    assertThat(model.usernameErrorProperty().get()).contains("64");

    fillSignUp("a\tb", "secret", "secret");
    model.submit();
    assertThat(model.usernameErrorProperty().get()).contains("control");

    fillSignUp(" alice", "secret", "secret");
    model.submit();
    assertThat(model.usernameErrorProperty().get()).contains("blank");
    assertThat(loggedIn).isEmpty();
  }

  @Test
  void countsCharactersNotUnits_inNames() {
    fillSignUp("🦊".repeat(64), "secret", "secret");
    model.submit();

    assertThat(loggedIn).containsExactly("🦊".repeat(64));
  }

  @Test
  void refusesTooLongPassword() {
    fill("alice", "x".repeat(129));
    model.submit();

    assertThat(model.passwordErrorProperty().get()).contains("128");
  }

  @Test
  void refusesPasswordsThatDiffer_onSignUpOnly() {
    fillSignUp("alice", "one", "two");
    model.submit();

    assertThat(model.repeatedErrorProperty().get()).contains("differ");
    assertThat(cluster.hasAccount("alice")).isFalse();
  }

  @Test
  void forgetsErrors_whenTheFormChanges() {
    model.submit();

    model.usernameProperty().set("a");

    assertThat(model.usernameErrorProperty().get()).isEmpty();
    assertThat(model.passwordErrorProperty().get()).isEmpty();
  }

  @Test
  void waits_whileNoServerAnswers_andThenLogsIn() {
    cluster.createAccounts("alice");
    cluster.killMaster();

    fill("alice", "secret");
    model.submit();
    assertThat(model.busyProperty().get()).isTrue();
    assertThat(loggedIn).isEmpty();

    cluster.elect();
    assertThat(loggedIn).containsExactly("alice");
  }

  @Test
  void submitsOnce_whenPressedTwice() {
    cluster.killMaster();
    fillSignUp("alice", "secret", "secret");
    model.submit();
    model.submit();

    cluster.elect();

    assertThat(loggedIn).containsExactly("alice");
  }

  @Test
  void undoesLateLogIn_afterCancel() {
    cluster.createAccounts("alice");
    cluster.killMaster();
    fill("alice", "secret");
    model.submit();

    model.cancel();
    cluster.elect();

    assertThat(loggedIn).isEmpty();
    assertThat(client.username()).isEmpty();
    assertThat(model.busyProperty().get()).isFalse();
  }

  @Test
  void saysSo_whenNobodyAnswersInTime() {
    cluster.killMaster();
    fill("alice", "secret");
    model.submit();

    cluster.timeOutWaiting();

    assertThat(model.formErrorProperty().get()).contains("No server answered");
    assertThat(model.busyProperty().get()).isFalse();
  }

  @Test
  void logsIn_whenTheSignUpThatTimedOutHadWorked() {
    cluster.killMaster();
    fillSignUp("alice", "secret", "secret");
    model.submit();
    cluster.timeOutWaiting();
    cluster.elect();
    cluster.createAccounts("alice");

    model.submit();

    assertThat(loggedIn).containsExactly("alice");
  }

  @Test
  void staysOut_whenTheNameWasTakenBySomebodyElseMeanwhile() {
    cluster.killMaster();
    fillSignUp("alice", "mine", "mine");
    model.submit();
    cluster.timeOutWaiting();
    cluster.elect();
    cluster.createAccounts("alice");

    model.submit();

    assertThat(loggedIn).isEmpty();
    assertThat(model.passwordErrorProperty().get()).isNotEmpty();
  }

  private void fill(String name, String password) {
    model.signingUpProperty().set(false);
    model.usernameProperty().set(name);
    model.passwordProperty().set(password);
  }

  private void fillSignUp(String name, String password, String again) {
    fill(name, password);
    model.signingUpProperty().set(true);
    model.repeatedProperty().set(again);
  }
}
