package io.jmessage.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.support.Recorder;
import io.jmessage.client.support.ScriptedCluster;
import io.jmessage.proto.client.Message;
import io.jmessage.proto.client.SendRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client keeps over its end, and over the end of every server. */
class ClientDataTest extends ClientTestBase {
  @TempDir Path directory;
  private ScriptedCluster cluster;

  @BeforeEach
  void startCluster() {
    cluster = closing(ScriptedCluster.withMaster(2));
    cluster.createAccount("ann", "secret");
    cluster.createAccount("bob", "secret");
  }

  /** The directory is removed after the test: nobody may write into it any more. */
  @AfterEach
  void closeAllAndAwaitTheirDiskThreads() throws Exception {
    closeAll();
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("jmessage-disk-")));
  }

  @Test
  void linesQueuedWithoutAServer_areSentByTheNextClient_onceAndInOrder() throws Exception {
    ChatClient first = keeping();
    get(first.logIn("ann", "secret"));
    stopServers();
    List<OutgoingMessage> lines =
        texts(5).stream().map(text -> first.outbox().queue("bob", text)).toList();
    closeAndWait(first);
    startServers();

    ChatClient second = keeping();
    Recorder recorder = recorderOf(second);
    get(second.resume("ann"));

    await().until(() -> second.outbox().lines().isEmpty());
    assertThat(sentTexts()).containsExactlyElementsOf(texts(5));
    assertThat(sentIds())
        .containsExactlyElementsOf(lines.stream().map(OutgoingMessage::id).toList());
    await()
        .untilAsserted(() -> assertThat(recorder.statesOf(lines.get(4).id())).endsWith("Stored"));
  }

  @Test
  void lineStoredButNotConfirmed_isNotDoubled() throws Exception {
    ChatClient first = keeping();
    get(first.logIn("ann", "secret"));
    cluster.server(0).leaveOutcomeUnknown(1_000_000);
    first.outbox().queue("bob", "only once");
    await().until(() -> cluster.messages().size() == 1);
    closeAndWait(first);
    cluster.server(0).leaveOutcomeUnknown(0);

    ChatClient second = keeping();
    get(second.resume("ann"));

    await().until(() -> second.outbox().lines().isEmpty());
    assertThat(sentTexts()).containsExactly("only once");
    assertThat(sends().stream().map(call -> call.id()).distinct()).hasSize(1);
  }

  @Test
  void clientThatDies_leavesItsLinesToOneThatRuns() throws Exception {
    ChatClient first = keeping();
    ChatClient second = keeping();
    get(first.logIn("ann", "secret"));
    get(second.logIn("ann", "secret"));
    cluster.holdElection();
    first.outbox().queue("bob", "of the first");
    second.outbox().queue("bob", "of the second");
    first.close();

    cluster.promote(1);

    await().until(() -> cluster.messages().size() == 2);
    assertThat(sentTexts()).containsExactlyInAnyOrder("of the first", "of the second");
    await().until(() -> second.outbox().lines().isEmpty());
  }

  @Test
  void waitingLine_saysWhy_andThenHowFarItCame() throws Exception {
    ChatClient ann = keeping();
    Recorder recorder = recorderOf(ann);
    get(ann.logIn("ann", "secret"));
    cluster.holdElection();
    awaitStatus(ann, ConnectionState.Status.LOOKING_FOR_MASTER);
    OutgoingMessage line = ann.outbox().queue("bob", "hello");
    await()
        .untilAsserted(
            () ->
                assertThat(ann.outbox().lines())
                    .singleElement()
                    .extracting(OutgoingMessage::state)
                    .isInstanceOfSatisfying(
                        DeliveryState.Waiting.class,
                        waiting -> assertThat(waiting.reason()).contains("master")));

    cluster.promote(1);
    await().until(() -> recorder.statesOf(line.id()).contains("Stored"));
    ChatClient bob = loggedInAs("bob");
    get(bob.history("ann", 0, 10));
    get(bob.markRead("ann", 1));
    cluster.server(1).tellConversation("ann", "bob");

    await().until(() -> recorder.statesOf(line.id()).contains("Read"));
    assertThat(recorder.statesOf(line.id())).startsWith("Writing", "Waiting").endsWith("Read");
  }

  @Test
  void failedLine_staysOverARestart_andCanBeEdited() throws Exception {
    ChatClient first = keeping();
    get(first.logIn("ann", "secret"));
    first.outbox().queue("nobody", "hello");
    await().until(() -> isFailed(first));
    closeAndWait(first);

    ChatClient second = keeping();
    get(second.resume("ann"));
    OutgoingMessage failed = second.outbox().lines().get(0);
    cluster.createAccount("nobody", "secret");

    assertThat(failed.state()).isInstanceOf(DeliveryState.Failed.class);
    assertThat(second.outbox().edit(failed.id(), "hello after all")).isPresent();
    await().until(() -> second.outbox().lines().isEmpty());
    assertThat(sentTexts()).containsExactly("hello after all");
  }

  @Test
  void clientOpensWithItsHistory_withoutAnyServer() throws Exception {
    ChatClient first = keeping();
    get(first.logIn("ann", "secret"));
    ChatClient bob = loggedInAs("bob");
    for (String text : texts(3)) {
      get(bob.send("ann", text));
    }
    await().until(() -> first.localHistory().history("bob", 0, 10).size() == 3);
    closeAndWait(first);
    stopServers();

    ChatClient second = keeping();
    assertThat(get(second.savedAccounts())).containsExactly("ann");
    get(second.resume("ann"));

    assertThat(second.username()).contains("ann");
    assertThat(second.localHistory().history("bob", 0, 10))
        .extracting(ChatMessage::text)
        .containsExactlyElementsOf(texts(3));
    assertThat(get(second.history("bob", 0, 3))).hasSize(3); // all here: nobody is asked
    assertThat(second.localHistory().conversations())
        .extracting(Conversation::unread)
        .containsExactly(3L);
  }

  @Test
  void whatWasMissed_isToldOnce_afterARestart() throws Exception {
    ChatClient first = keeping();
    get(first.logIn("ann", "secret"));
    ChatClient bob = loggedInAs("bob");
    get(bob.send("ann", "seen"));
    await().until(() -> first.localHistory().history("bob", 0, 10).size() == 1);
    closeAndWait(first);
    get(bob.send("ann", "missed 1"));
    get(bob.send("ann", "missed 2"));

    ChatClient second = keeping();
    Recorder recorder = recorderOf(second);
    get(second.resume("ann"));
    get(bob.send("ann", "live"));

    await().until(() -> recorder.texts().size() >= 3);
    assertThat(recorder.texts()).containsExactly("missed 1", "missed 2", "live");
    await()
        .untilAsserted(
            () ->
                assertThat(second.localHistory().conversations())
                    .extracting(Conversation::unread)
                    .containsExactly(4L));
  }

  @Test
  void readWithoutAServer_isToldToTheClusterLater() throws Exception {
    ChatClient first = keeping();
    get(first.logIn("ann", "secret"));
    ChatClient bob = loggedInAs("bob");
    get(bob.send("ann", "hello"));
    await().until(() -> !first.localHistory().conversations().isEmpty());
    stopServers();
    var unused = first.markRead("bob", 1);
    await()
        .untilAsserted(
            () ->
                assertThat(first.localHistory().conversations())
                    .extracting(Conversation::unread)
                    .containsExactly(0L));
    closeAndWait(first);
    startServers();

    ChatClient second = keeping();
    get(second.resume("ann"));

    await().until(() -> get(second.conversations()).get(0).unread() == 0);
  }

  @Test
  void accountMadeAnew_doesNotShowWhatTheOldOneHad() throws Exception {
    ChatClient first = keeping();
    get(first.logIn("ann", "secret"));
    get(loggedInAs("bob").send("ann", "for the old ann"));
    await().until(() -> !first.localHistory().history("bob", 0, 10).isEmpty());
    get(first.deleteAccount());
    assertThat(get(first.savedAccounts())).isEmpty();
    cluster.createAccount("ann", "another");

    get(first.logIn("ann", "another"));

    assertThat(first.localHistory().conversations()).isEmpty();
    assertThat(first.localHistory().history("bob", 0, 10)).isEmpty();
  }

  @Test
  void peerMadeAnew_doesNotMixWithTheOldOne() throws Exception {
    ChatClient ann = keeping();
    get(ann.logIn("ann", "secret"));
    ChatClient bob = loggedInAs("bob");
    get(bob.send("ann", "of the old bob"));
    await().until(() -> !ann.localHistory().history("bob", 0, 10).isEmpty());
    closeAndWait(ann);
    get(bob.deleteAccount());
    cluster.createAccount("bob", "secret");
    get(loggedInAs("bob").send("ann", "of the new bob"));

    ChatClient again = keeping();
    get(again.resume("ann"));

    await()
        .until(
            () ->
                again.localHistory().history("bob", 0, 10).stream()
                    .anyMatch(message -> message.text().equals("of the new bob")));
    assertThat(again.localHistory().history("bob", 0, 10))
        .extracting(ChatMessage::text)
        .containsExactly("of the new bob");
  }

  @Test
  void logOut_leavesNothingToRead_andKeepsWhatWaits() throws Exception {
    ChatClient first = keeping();
    get(first.logIn("ann", "secret"));
    get(loggedInAs("bob").send("ann", "private"));
    await().until(() -> !first.localHistory().history("bob", 0, 10).isEmpty());
    OutgoingMessage failed = first.outbox().queue("nobody", "not sent");
    await().until(() -> isFailed(first));

    get(first.logOut());

    assertThat(get(first.savedAccounts())).isEmpty();
    assertThat(reasonOf(first.resume("ann"))).isEqualTo(Reason.NOT_LOGGED_IN);
    await().until(() -> !filesContain("private"));
    get(first.logIn("ann", "secret"));
    assertThat(first.outbox().lines()).extracting(OutgoingMessage::id).containsExactly(failed.id());
  }

  @Test
  void addressesOfNewServers_areKnownAtTheNextStart() throws Exception {
    ChatClient first = client(config(List.of(cluster.addresses().get(0))));
    get(first.logIn("ann", "secret"));
    await().until(() -> ChatClients.knownServers(directory).size() == 2);
    closeAndWait(first);
    cluster.promote(1);
    cluster.server(0).kill();

    ChatClient second = client(config(List.of(cluster.addresses().get(0))));

    awaitStatus(second, ConnectionState.Status.CONNECTED);
  }

  @Test
  void withoutLogin_nothingIsTaken() {
    ChatClient client = keeping();

    assertThatThrownBy(() -> client.outbox().queue("bob", "hello"))
        .isInstanceOfSatisfying(
            ChatClientException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_LOGGED_IN));
    assertThat(client.outbox().lines()).isEmpty();
    assertThat(client.localHistory().conversations()).isEmpty();
  }

  private ChatClient keeping() {
    return client(config(cluster.addresses()));
  }

  private ChatClientConfig config(List<io.jmessage.client.cluster.ServerAddress> addresses) {
    return ChatClientConfig.of(addresses)
        .withRequestDeadline(Duration.ofSeconds(5))
        .withDataDirectory(directory)
        .withClientName("test");
  }

  private ChatClient loggedInAs(String username) throws Exception {
    ChatClient client = client(cluster.addresses());
    get(client.logIn(username, "secret"));
    return client;
  }

  /** Closed, and its files free for the next one. */
  private void closeAndWait(ChatClient client) {
    client.close();
    await().until(() -> !io.jmessage.client.store.OpenFiles.any(directory));
  }

  private void stopServers() {
    cluster.server(0).kill();
    cluster.server(1).kill();
  }

  private void startServers() {
    cluster.server(0).start();
    cluster.server(1).start();
  }

  private static boolean isFailed(ChatClient client) {
    List<OutgoingMessage> lines = client.outbox().lines();
    return lines.size() == 1 && lines.get(0).state() instanceof DeliveryState.Failed;
  }

  private List<String> sentTexts() {
    return cluster.messages().stream().map(Message::getMessage).toList();
  }

  private List<String> sentIds() {
    return cluster.messages().stream()
        .map(
            message ->
                java.util.HexFormat.of().formatHex(message.getClientMessageId().toByteArray()))
        .toList();
  }

  private List<io.jmessage.client.support.SeenCall> sends() {
    return cluster.calls("Send").stream()
        .filter(call -> ((SendRequest) call.request()).getMessage().equals("only once"))
        .toList();
  }

  private boolean filesContain(String text) throws Exception {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
            .contains(text)) {
          return true;
        }
      }
    }
    return false;
  }
}
