package io.jmessage.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.contact.Contact;
import io.jmessage.gui.conversation.ConversationViewModel;
import io.jmessage.gui.fake.FakeChatClient;
import io.jmessage.gui.fake.FakeCluster;
import io.jmessage.gui.fake.ManualClock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainViewModelTest {
  private final ManualClock clock = new ManualClock();
  private final FakeCluster cluster = FakeCluster.ofThree(clock);
  private final FakeChatClient client = cluster.newClient();
  private final FakeChatClient ben = cluster.newClient();
  private final MainViewModel model = new MainViewModel(client, Runnable::run, clock, "Jmessage");

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
  void closes_atOnceOrAfterAQuestion() {
    AtomicBoolean closed = new AtomicBoolean();
    logIn();
    ConversationViewModel conversation = open("ben");
    cluster.killMaster();
    conversation.draftProperty().set("hello");
    conversation.send();

    model.close(() -> closed.set(true));
    assertThat(closed).isFalse();

    cluster.elect();
    model.close(() -> closed.set(true));
    assertThat(closed).isTrue();
  }

  @Test
  void stopsToListen_whenDeactivated() {
    logIn();
    open("ben");

    model.deactivate();

    assertThat(client.listenerCount()).isZero();
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
