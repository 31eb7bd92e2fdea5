package io.jmessage.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.client.session.Listeners;
import io.jmessage.client.support.Recorder;
import io.jmessage.client.support.ScriptedCluster;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Log-in, messages in and out, and the end of sessions and clients. */
class SessionTest extends ClientTestBase {
  private ScriptedCluster cluster;

  @BeforeEach
  void startCluster() {
    cluster = closing(ScriptedCluster.withMaster(2));
  }

  @Test
  void conversationReachesBothSides() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");
    ChatClient bob = loggedIn(cluster, "bob");
    Recorder atAnn = recorderOf(ann);
    Recorder atBob = recorderOf(bob);

    SendReceipt receipt = get(ann.send("bob", "hello"));
    get(bob.send("ann", "hello yourself"));

    assertThat(receipt.copies()).isEqualTo(3);
    assertThat(receipt.message().sequence()).isEqualTo(1);
    await().until(() -> atAnn.texts().size() == 2 && atBob.texts().size() == 2);
    assertThat(atAnn.texts()).containsExactly("hello", "hello yourself");
    assertThat(atBob.texts()).containsExactly("hello", "hello yourself");
  }

  @Test
  void whatWasThereBeforeTheLogin_isHistoryAndNotDelivered() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");
    cluster.createAccount("bob", "secret");
    get(ann.send("bob", "early"));

    ChatClient bob = loggedIn(cluster, "bob");
    Recorder atBob = recorderOf(bob);
    get(ann.send("bob", "late"));

    await().until(() -> !atBob.texts().isEmpty());
    assertThat(atBob.texts()).containsExactly("late");
    assertThat(get(bob.history("ann", 0, 10)))
        .extracting(ChatMessage::text)
        .containsExactly("early", "late");
    assertThat(get(bob.conversations())).extracting(Conversation::unread).containsExactly(2L);
  }

  @Test
  void fillsAHole_beforeItDeliversWhatComesAfter() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");
    ChatClient bob = loggedIn(cluster, "bob");
    Recorder atBob = recorderOf(bob);
    cluster.server(0).dropPushes(120);

    for (String text : texts(121)) {
      get(ann.send("bob", text));
    }

    await().until(() -> atBob.texts().size() >= 121);
    assertThat(atBob.texts()).containsExactlyElementsOf(texts(121));
  }

  @Test
  void fillsAHole_thatOnlyTheConversationShows() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");
    ChatClient bob = loggedIn(cluster, "bob");
    Recorder atBob = recorderOf(bob);
    cluster.server(0).dropPushes(1);
    get(ann.send("bob", "never pushed"));

    cluster.promote(1);

    await().until(() -> !atBob.texts().isEmpty());
    assertThat(atBob.texts()).containsExactly("never pushed");
  }

  @Test
  void dropsDuplicates() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");
    ChatClient bob = loggedIn(cluster, "bob");
    Recorder atBob = recorderOf(bob);
    cluster.server(0).pushTwice();

    for (String text : texts(20)) {
      get(ann.send("bob", text));
    }

    await().until(() -> atBob.texts().size() >= 20);
    assertThat(atBob.texts()).containsExactlyElementsOf(texts(20));
  }

  @Test
  void tellsTheClusterWhatWasReceived() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");
    ChatClient bob = loggedIn(cluster, "bob");

    get(ann.send("bob", "hello"));

    await().until(() -> get(ann.conversations()).get(0).peerReceivedSequence() == 1);
    get(bob.markRead("ann", 1));
    assertThat(get(ann.conversations()).get(0).peerReadSequence()).isEqualTo(1);
  }

  @Test
  void wrongInput_isExplained() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");

    assertThat(reasonOf(ann.createAccount("ann", "other"))).isEqualTo(Reason.USERNAME_TAKEN);
    assertThat(reasonOf(ann.createAccount("", "other"))).isEqualTo(Reason.INVALID_USERNAME);
    assertThat(reasonOf(ann.send("nobody", "hello"))).isEqualTo(Reason.UNKNOWN_RECEIVER);
    assertThat(reasonOf(ann.send("ann", ""))).isEqualTo(Reason.INVALID_MESSAGE);
    assertThat(reasonOf(ann.send("ann", "é".repeat(40_000)))).isEqualTo(Reason.INVALID_MESSAGE);
    assertThat(reasonOf(ann.history("nobody", 0, 10))).isEqualTo(Reason.UNKNOWN_USER);
    assertThat(reasonOf(ann.logIn("ann", "wrong"))).isEqualTo(Reason.WRONG_PASSWORD);
    assertThat(reasonOf(ann.logIn("nobody", "wrong"))).isEqualTo(Reason.UNKNOWN_USER);
    assertThat(ann.username()).contains("ann"); // a failed login leaves the session as it was
  }

  @Test
  void withoutLogin_requestsOfASessionFail() {
    ChatClient client = client(cluster.addresses());

    assertThat(reasonOf(client.send("bob", "hello"))).isEqualTo(Reason.NOT_LOGGED_IN);
    assertThat(reasonOf(client.conversations())).isEqualTo(Reason.NOT_LOGGED_IN);
    assertThat(reasonOf(client.logOut())).isEqualTo(Reason.NOT_LOGGED_IN);
  }

  @Test
  void sessionEndedElsewhere_isToldOnce() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");
    Recorder atAnn = recorderOf(ann);

    cluster.endSessions("ann");
    await().until(() -> !atAnn.endings().isEmpty());

    assertThat(reasonOf(ann.send("ann", "hello"))).isEqualTo(Reason.NOT_LOGGED_IN);
    assertThat(ann.username()).isEmpty();
    get(ann.logIn("ann", "secret"));
    assertThat(atAnn.endings()).hasSize(1);
  }

  @Test
  void logOut_sendsFirstWhatWasHandedOver() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");
    Recorder atAnn = recorderOf(ann);

    List<CompletableFuture<SendReceipt>> sent =
        texts(50).stream().map(text -> ann.send("ann", text)).toList();
    get(ann.logOut());

    assertThat(sent).allMatch(CompletableFuture::isDone);
    assertThat(cluster.messages()).hasSize(50);
    assertThat(ann.username()).isEmpty();
    assertThat(get(ann.people())).noneMatch(person -> person.online());
    assertThat(atAnn.endings()).isEmpty();
  }

  @Test
  void logInAgain_endsTheSessionBefore() throws Exception {
    ChatClient client = loggedIn(cluster, "ann");
    cluster.createAccount("bob", "secret");

    get(client.logIn("bob", "secret"));

    assertThat(client.username()).contains("bob");
    await()
        .until(
            () ->
                get(client.people()).stream()
                    .noneMatch(person -> person.username().equals("ann") && person.online()));
  }

  @Test
  void deleteAccount_isNoSurpriseToTheOneWhoDoesIt() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");
    Recorder atAnn = recorderOf(ann);

    get(ann.deleteAccount());

    assertThat(ann.username()).isEmpty();
    assertThat(reasonOf(ann.logIn("ann", "secret"))).isEqualTo(Reason.UNKNOWN_USER);
    assertThat(atAnn.endings()).isEmpty();
  }

  @Test
  void sendQueue_isBounded() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");
    cluster.server(0).hang();

    List<CompletableFuture<SendReceipt>> sent =
        texts(10_001).stream().map(text -> ann.send("ann", text)).toList();

    assertThat(reasonOf(sent.get(10_000))).isEqualTo(Reason.TOO_BUSY);
    assertThat(sent.get(9_999)).isNotDone();
  }

  @Test
  void close_failsWhatWaits_andLeavesNothingBehind() throws Exception {
    ChatClient ann = loggedIn(cluster, "ann");
    Recorder atAnn = recorderOf(ann);
    cluster.holdElection();
    List<CompletableFuture<SendReceipt>> sent =
        texts(5_000).stream().map(text -> ann.send("ann", text)).toList();

    ann.close();
    ann.close();

    for (CompletableFuture<SendReceipt> one : sent) {
      assertThat(reasonOf(one)).isEqualTo(Reason.CLOSED);
    }
    assertThat(reasonOf(ann.people())).isEqualTo(Reason.CLOSED);
    awaitStatus(ann, Status.CLOSED);
    await().until(() -> threadsNamed("jmessage-").isEmpty());
    assertThat(atAnn.connections())
        .last()
        .extracting(ConnectionState::status)
        .isEqualTo(Status.CLOSED);
  }

  @Test
  void listenerThatFails_keepsNothingFromTheOthers() throws Exception {
    ((Logger) LoggerFactory.getLogger(Listeners.class)).setLevel(Level.OFF); // it is expected
    ChatClient ann = loggedIn(cluster, "ann");
    ann.addListener(
        new ChatListener() {
          @Override
          public void onMessage(ChatMessage message) {
            throw new IllegalStateException("a bug in a face");
          }
        });
    Recorder atAnn = recorderOf(ann);

    get(ann.send("ann", "hello"));

    await().until(() -> atAnn.texts().equals(List.of("hello")));
  }

  private static List<String> threadsNamed(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }
}
