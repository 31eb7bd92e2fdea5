package io.jmessage.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.contact.Contact;
import io.jmessage.gui.conversation.ConversationViewModel;
import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import io.jmessage.gui.shell.NotificationsViewModel.Notice;
import io.jmessage.gui.support.KeptValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainViewModelTest {
  private final ManualClock clock = new ManualClock();
  private final FakeCluster cluster = FakeCluster.ofThree(clock);
  private final FakeChatClient client = cluster.newClient();
  private final FakeChatClient ben = cluster.newClientElsewhere();
  private final KeptValues kept = KeptValues.inMemory();
  private final List<String> opened = new ArrayList<>();
  private final MainViewModel model = window(client);

  @BeforeEach
  void activate() {
    cluster.createAccounts("alice", "ben", "carla");
    ben.logIn("ben", "secret").join();
    model.activate();
  }

  @Test
  void beginsASession_whenLoggedIn() {
    logIn();

    assertThat(model.sessionProperty().get().self()).isEqualTo("alice");
    assertThat(model.titleProperty().get()).isEqualTo("alice – Jmessage");
  }

  @Test
  void countsUnreadInTheTitle() {
    logIn();

    ben.send("alice", "one").join();
    ben.send("alice", "two").join();

    assertThat(model.titleProperty().get()).isEqualTo("(2) alice – Jmessage");
  }

  @Test
  void countsNothing_forTheConversationInFront() {
    logIn();
    model.sessionProperty().get().inFrontProperty().set(true);
    open("ben");

    ben.send("alice", "one").join();

    assertThat(model.titleProperty().get()).isEqualTo("alice – Jmessage");
    assertThat(cluster.readMark("alice", "ben")).isEqualTo(1);
  }

  @Test
  void countsOn_whileTheWindowIsBehind() {
    logIn();
    open("ben");

    ben.send("alice", "one").join();
    assertThat(model.titleProperty().get()).startsWith("(1)");

    model.sessionProperty().get().inFrontProperty().set(true);
    assertThat(model.titleProperty().get()).isEqualTo("alice – Jmessage");
  }

  @Test
  void keepsDraftsPerConversation() {
    logIn();
    open("ben").draftProperty().set("half a");

    open("carla").draftProperty().set("other");

    assertThat(open("ben").draftProperty().get()).isEqualTo("half a");
    assertThat(open("carla").draftProperty().get()).isEqualTo("other");
  }

  @Test
  void sendsOnInAConversation_thatIsNotOpenAnyMore() {
    logIn();
    ConversationViewModel withBen = open("ben");
    cluster.killMaster();
    withBen.draftProperty().set("hello");
    withBen.send();
    open("carla");

    cluster.elect();

    assertThat(cluster.texts("alice", "ben")).containsExactly("hello");
    assertThat(withBen.waiting()).isZero();
  }

  @Test
  void leavesNothing_whenLoggedOut() {
    logIn();
    ConversationViewModel conversation = open("ben");
    conversation.draftProperty().set("half a");
    ben.send("alice", "hi").join();
    int whileLoggedOut = 2;

    model.logOut();

    assertThat(model.sessionProperty().get()).isNull();
    assertThat(model.titleProperty().get()).isEqualTo("Jmessage");
    assertThat(model.login().usernameProperty().get()).isEmpty();
    assertThat(model.login().passwordProperty().get()).isEmpty();
    assertThat(client.username()).isEmpty();
    assertThat(client.listenerCount()).isEqualTo(whileLoggedOut);
    assertThat(conversation.draftProperty().get()).isEmpty();
  }

  @Test
  void leavesTheScreenAtOnce_whenLoggedOutWithoutAServer() {
    logIn();
    cluster.killMaster();

    model.logOut();

    assertThat(model.sessionProperty().get()).isNull();
  }

  @Test
  void asksFirst_whenLoggingOutWouldDropMessages() {
    logIn();
    ConversationViewModel conversation = open("ben");
    cluster.killMaster();
    conversation.draftProperty().set("hello");
    conversation.send();

    model.logOut();
    assertThat(model.sessionProperty().get()).isNotNull();
    assertThat(model.questionProperty().get().text()).contains("One message");

    model.questionProperty().get().confirm();
    assertThat(model.sessionProperty().get()).isNull();
    assertThat(model.questionProperty().get()).isNull();
  }

  @Test
  void startsAfresh_whenSomebodyElseLogsIn() {
    logIn();
    open("ben").clear();
    model.logOut();

    logIn("carla");

    assertThat(model.sessionProperty().get().self()).isEqualTo("carla");
    assertThat(model.sessionProperty().get().conversationProperty().get()).isNull();
    assertThat(model.sessionProperty().get().contacts().contacts())
        .extracting(Contact::name)
        .containsExactly("alice", "ben");
  }

  @Test
  void deletesTheAccount_onlyAfterItsNameWasTyped() {
    logIn();
    model.deleteAccount();
    Question question = model.questionProperty().get();

    question.confirm();
    question.typedProperty().set("Alice");
    question.confirm();
    assertThat(cluster.hasAccount("alice")).isTrue();
    assertThat(question.answerableProperty().get()).isFalse();

    question.typedProperty().set("alice");
    question.confirm();
    assertThat(cluster.hasAccount("alice")).isFalse();
    assertThat(model.sessionProperty().get()).isNull();
    assertThat(model.login().formErrorProperty().get()).isEqualTo("The account was deleted.");
  }

  @Test
  void keepsTheAccount_whenTheQuestionIsDismissed() {
    logIn();
    model.deleteAccount();

    model.dismissQuestion();

    assertThat(model.questionProperty().get()).isNull();
    assertThat(cluster.hasAccount("alice")).isTrue();
    assertThat(model.sessionProperty().get()).isNotNull();
  }

  @Test
  void saysSo_whenTheAccountCouldNotBeDeleted() {
    logIn();
    model.deleteAccount();
    Question question = model.questionProperty().get();
    cluster.killMaster();
    question.typedProperty().set("alice");
    question.confirm();
    assertThat(question.busyProperty().get()).isTrue();

    cluster.timeOutWaiting();

    assertThat(question.busyProperty().get()).isFalse();
    assertThat(question.problemProperty().get()).contains("No server answered");
    assertThat(model.sessionProperty().get()).isNotNull();
  }

  @Test
  void returnsToTheForm_withTheReason_whenTheSessionEndsElsewhere() {
    logIn();

    cluster.endSession(client, "the account was deleted on another device");

    assertThat(model.sessionProperty().get()).isNull();
    assertThat(model.login().formErrorProperty().get()).contains("on another device");
  }

  @Test
  void staysLoggedIn_acrossTwoFailOvers() {
    logIn();
    ConversationViewModel conversation = open("ben");

    cluster.killMaster();
    cluster.elect();
    cluster.killMaster();
    cluster.elect();
    conversation.draftProperty().set("still here");
    conversation.send();

    assertThat(model.sessionProperty().get().self()).isEqualTo("alice");
    assertThat(cluster.texts("alice", "ben")).containsExactly("still here");
  }

  @Test
  void goesOn_withoutPasswordAndServer_whenAWindowBeforeLeftTheSession() {
    logIn();
    ben.send("alice", "see you").join();
    open("ben").draftProperty().set("half a");
    model.deactivate();
    client.close();
    cluster.killMaster();

    MainViewModel next = window(cluster.newClient());
    next.activate();
    next.resume();

    SessionViewModel session = next.sessionProperty().get();
    assertThat(session.self()).isEqualTo("alice");
    assertThat(next.openingProperty().get()).isFalse();
    session.open("ben");
    assertThat(session.conversationProperty().get().rows()).hasSize(2);
    assertThat(session.conversationProperty().get().draftProperty().get()).isEqualTo("half a");
  }

  @Test
  void showsTheForm_whenNoSessionWasLeft() {
    logIn();
    model.logOut();

    model.resume();

    assertThat(model.sessionProperty().get()).isNull();
    assertThat(model.openingProperty().get()).isFalse();
  }

  @Test
  void forgetsDrafts_whenLoggedOut() {
    logIn();
    open("ben").draftProperty().set("half a");

    model.logOut();

    logIn();
    assertThat(open("ben").draftProperty().get()).isEmpty();
  }

  @Test
  void notifies_onlyOfWhatIsNotOnTheScreen() {
    logIn();
    NotificationsViewModel notifications = model.notifications();
    model.sessionProperty().get().inFrontProperty().set(true);
    open("ben");
    ben.send("alice", "seen").join();
    assertThat(notifications.latestProperty().get()).isNull();

    model.sessionProperty().get().inFrontProperty().set(false);
    ben.send("alice", "not  seen").join();
    ben.send("alice", "nor\nthis").join();
    assertThat(notifications.latestProperty().get()).isEqualTo(new Notice("ben", "nor this", 2));

    assertThat(notifications.toastProperty().get()).isEqualTo(new Notice("ben", "nor this", 2));

    notifications.seen();
    assertThat(notifications.latestProperty().get()).isNull();
    assertThat(notifications.toastProperty().get()).isNull();
  }

  @Test
  void notifiesNobody_underDoNotDisturb_alsoInTheNextWindow() {
    logIn();
    model.notifications().doNotDisturbProperty().set(true);

    ben.send("alice", "psst").join();

    assertThat(model.notifications().latestProperty().get()).isNull();
    assertThat(window(cluster.newClient()).notifications().doNotDisturbProperty().get()).isTrue();
  }

  @Test
  void tellsOfTheServers() {
    assertThat(model.servers().reportProperty().get().faults()).startsWith("2 more servers");

    cluster.killMaster();
    assertThat(model.servers().reportProperty().get().faults()).startsWith("Looking for a master");
    assertThat(model.servers().reportProperty().get().lastContact()).endsWith("answers now)");

    cluster.elect();
    ServerPanelViewModel.Report report = model.servers().reportProperty().get();
    assertThat(report.faults()).startsWith("1 more server may fail");
    assertThat(report.epoch()).isEqualTo(2);
    assertThat(report.servers())
        .hasSize(2)
        .filteredOn(ServerPanelViewModel.Server::master)
        .hasSize(1);
  }

  @Test
  void letsADemoKillTheMaster_whileAnotherServerCouldTakeOver() {
    assertThat(model.servers().reportProperty().get().killable()).isTrue();

    cluster.killMaster();
    assertThat(model.servers().reportProperty().get().killable()).isFalse();

    cluster.elect();
    assertThat(model.servers().reportProperty().get().killable()).isTrue();
    cluster.killSlave();
    assertThat(model.servers().reportProperty().get().killable()).isFalse();
  }

  @Test
  void stopsToListen_whenDeactivated() {
    logIn();
    open("ben");

    model.deactivate();

    assertThat(client.listenerCount()).isZero();
  }

  private MainViewModel window(FakeChatClient with) {
    return new MainViewModel(
        with,
        Runnable::run,
        clock,
        new Desk(kept, opened::add, Optional.empty(), Optional.empty()),
        "Jmessage");
  }

  private void logIn() {
    logIn("alice");
  }

  private void logIn(String name) {
    model.login().usernameProperty().set(name);
    model.login().passwordProperty().set("secret");
    model.login().submit();
  }

  private ConversationViewModel open(String name) {
    SessionViewModel session = model.sessionProperty().get();
    Contact contact =
        session.contacts().contacts().stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();
    session.contacts().selectedProperty().set(contact);
    return session.conversationProperty().get();
  }
}
