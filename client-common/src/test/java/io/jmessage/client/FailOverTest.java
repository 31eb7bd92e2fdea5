package io.jmessage.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.client.support.Recorder;
import io.jmessage.client.support.ScriptedCluster;
import io.jmessage.client.support.SeenCall;
import io.jmessage.proto.client.Message;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.error.Reason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a user of the client sees when servers die, hang, and change their roles. */
class FailOverTest extends ClientTestBase {

  @Test
  void findsMaster_amongSlavesThatNameIt() throws Exception {
    ScriptedCluster cluster = closing(new ScriptedCluster(3));
    cluster.promote(2);

    ChatClient client = client(cluster.addresses());
    get(client.createAccount("ann", "secret"));

    assertThat(client.connectionState().status()).isEqualTo(Status.CONNECTED);
    assertThat(client.connectionState().server())
        .contains("server 3 (" + cluster.server(2).address() + ")");
  }

  @Test
  void findsMaster_amongSlavesThatDoNotNameIt() throws Exception {
    ScriptedCluster cluster = closing(new ScriptedCluster(3));
    cluster.promote(2);
    cluster.server(0).giveNoHints();
    cluster.server(1).giveNoHints();

    ChatClient client = client(cluster.addresses());

    assertThat(get(client.people())).isEmpty();
  }

  @Test
  void findsMaster_fromOneSlaveThatIsNotTold() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(3));

    ChatClient client = client(List.of(cluster.server(1).address()));

    assertThat(get(client.people())).isEmpty();
  }

  @Test
  void keepsLooking_whenAllServersAreDownAtFirst() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(3));
    cluster.server(0).kill();
    cluster.server(1).kill();
    cluster.server(2).kill();
    ChatClient client = client(cluster.addresses());
    CompletableFuture<Void> created = client.createAccount("ann", "secret");
    await().until(() -> client.connectionState().reason().startsWith("no server answers at"));

    cluster.server(1).start();
    cluster.promote(1);

    get(created);
    assertThat(client.connectionState().status()).isEqualTo(Status.CONNECTED);
  }

  @Test
  void keepsLooking_whileAnElectionIsOn() throws Exception {
    ScriptedCluster cluster = closing(new ScriptedCluster(2));
    ChatClient client = client(cluster.addresses());
    CompletableFuture<Void> created = client.createAccount("ann", "secret");
    await().until(() -> client.connectionState().reason().startsWith("2 of 2 servers answer"));

    cluster.promote(1);

    get(created);
    assertThat(client.connectionState().reason()).isEmpty();
  }

  @Test
  void sendGoesOnWithTheSameIds_whenTheMasterDiesAfterApplyingIt() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(3));
    cluster.createAccount("bob", "secret");
    ChatClient ann = loggedIn(cluster, "ann");
    cluster.server(0).leaveOutcomeUnknown(Integer.MAX_VALUE);

    CompletableFuture<SendReceipt> sent = ann.send("bob", "hello");
    await().until(() -> cluster.calls("Send").size() > 1);
    cluster.promote(1);
    cluster.server(0).kill();
    SendReceipt receipt = get(sent);

    assertThat(receipt.message().sequence()).isEqualTo(1); // the message's first numbers,
    assertThat(receipt.epoch()).isEqualTo(2); // told by the epoch that answers
    assertThat(receipt.server()).isEqualTo(cluster.server(1).address().toString());
    assertThat(cluster.messages()).extracting(Message::getMessage).containsExactly("hello");
    assertThat(cluster.calls("Send")).extracting(SeenCall::server).contains(0, 1);
    assertThat(cluster.calls("Send"))
        .extracting(SeenCall::id)
        .containsOnly(firstSend(cluster).id());
    assertThat(cluster.calls("Send"))
        .extracting(call -> ((SendRequest) call.request()).getClientMessageId())
        .containsOnly(((SendRequest) firstSend(cluster).request()).getClientMessageId());
  }

  @Test
  void sendMovesOn_whenTheMasterHangs() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(3));
    cluster.createAccount("bob", "secret");
    ChatClient ann = loggedIn(cluster, "ann");
    Recorder recorder = recorderOf(ann);
    cluster.server(0).hang();

    CompletableFuture<SendReceipt> sent = ann.send("bob", "hello");
    await().until(() -> !cluster.calls("Send").isEmpty());
    cluster.promote(1);
    get(sent);

    assertThat(cluster.messages()).hasSize(1);
    assertThat(recorder.connections())
        .filteredOn(state -> state.status() == Status.LOOKING_FOR_MASTER)
        .first()
        .extracting(ConnectionState::reason)
        .isEqualTo(
            "server 1 (%s) has gone silent; looking for the new master"
                .formatted(cluster.server(0).address()));
  }

  @Test
  void saysWhatHappened_whenTheMasterDies() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(2));
    ChatClient client = client(cluster.addresses());
    awaitStatus(client, Status.CONNECTED);

    cluster.holdElection();
    cluster.server(0).kill();
    awaitStatus(client, Status.LOOKING_FOR_MASTER);
    await().until(() -> client.connectionState().reason().contains("1 of 2 servers answer"));

    assertThat(client.connectionState().server())
        .contains("server 1 (" + cluster.server(0).address() + ")");
    assertThat(client.connectionState().lastContact()).isPresent();
  }

  @Test
  void keepsTheOrderOfSends_acrossFailOvers() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(3));
    ChatClient bob = loggedIn(cluster, "bob");
    Recorder recorder = recorderOf(bob);
    ChatClient ann = loggedIn(cluster, "ann");
    List<String> texts = texts(300);

    List<CompletableFuture<SendReceipt>> sent =
        texts.stream().map(text -> ann.send("bob", text)).toList();
    await().until(() -> cluster.messages().size() > 50);
    cluster.promote(1);
    cluster.server(0).kill();
    await().until(() -> cluster.messages().size() > 150);
    cluster.server(0).start();
    cluster.promote(2);
    for (CompletableFuture<SendReceipt> one : sent) {
      get(one);
    }

    assertThat(cluster.messages()).extracting(Message::getMessage).containsExactlyElementsOf(texts);
    await().until(() -> recorder.texts().size() >= texts.size());
    assertThat(recorder.texts()).containsExactlyElementsOf(texts);
    assertThat(bob.username()).contains("bob"); // no new login
    assertThat(cluster.calls("Login")).hasSize(2);
  }

  @Test
  void neverForgetsAnAddress() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(2));
    ChatClient client = client(cluster.addresses());
    for (int round = 0; round < 3; round++) {
      int dies = round % 2;
      int takesOver = 1 - dies;
      get(client.people());
      cluster.promote(takesOver);
      cluster.server(dies).kill();
      get(client.people());
      cluster.server(dies).start();
    }

    assertThat(client.connectionState().server())
        .contains("server 2 (" + cluster.server(1).address() + ")");
  }

  @Test
  void learnsAddresses_thatTheMasterNames() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(3));
    cluster.server(1).giveNoHints();
    cluster.server(2).giveNoHints();
    ChatClient client = client(List.of(cluster.server(0).address()));
    get(client.people());
    assertThat(client.connectionState().members()).hasSize(3);

    cluster.promote(2);
    cluster.server(0).kill();

    assertThat(get(client.people())).isEmpty();
    assertThat(client.connectionState().epoch()).isEqualTo(2);
  }

  @Test
  void refusesAnAnswer_ofAnOlderEpoch() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(2));
    ChatClient client = client(cluster.addresses());
    cluster.promote(1);
    get(client.people());
    cluster.server(0).believeToBeMasterOf(1);
    cluster.server(1).kill();
    CompletableFuture<Void> created = client.createAccount("ann", "secret");
    await().until(() -> cluster.calls("Watch").stream().anyMatch(call -> call.server() == 0));
    await().until(() -> client.connectionState().reason().contains("1 of 2 servers answer"));
    assertThat(created).isNotDone();

    cluster.server(1).start();
    get(created);

    assertThat(cluster.calls("CreateAccount")).extracting(SeenCall::server).containsOnly(1);
    assertThat(cluster.calls("CreateAccount")).extracting(SeenCall::epoch).containsOnly(2L);
  }

  @Test
  void fails_whenTheServersBelongToAnotherCluster() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(2));
    ChatClient client = client(cluster.addresses());
    get(client.people());

    cluster.becomeAnotherCluster();
    awaitStatus(client, Status.LOOKING_FOR_MASTER);
    CompletableFuture<?> people = client.people();

    assertThat(reasonOf(people)).isEqualTo(ChatClientException.Reason.WRONG_CLUSTER);
  }

  @Test
  void timesOut_whenNoMasterComes() throws Exception {
    ScriptedCluster cluster = closing(new ScriptedCluster(2));
    ChatClient client =
        client(ChatClientConfig.of(cluster.addresses()).withRequestDeadline(Duration.ofSeconds(1)));

    CompletableFuture<?> people = client.people();

    assertThat(reasonOf(people)).isEqualTo(ChatClientException.Reason.TIMED_OUT);
  }

  @Test
  void triesAgain_whenTheMasterIsTooBusy() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(1));
    ChatClient client = client(cluster.addresses());
    cluster.server(0).refuse(Reason.TOO_BUSY, 3);

    get(client.createAccount("ann", "secret"));

    assertThat(cluster.calls("CreateAccount")).hasSize(4);
    assertThat(cluster.calls("CreateAccount").stream().map(SeenCall::id).distinct()).hasSize(1);
  }

  @Test
  void loginRetried_isTheSameSession() throws Exception {
    ScriptedCluster cluster = closing(ScriptedCluster.withMaster(1));
    cluster.createAccount("ann", "secret");
    cluster.server(0).leaveOutcomeUnknown(2);

    ChatClient ann = client(cluster.addresses());
    get(ann.logIn("ann", "secret"));

    assertThat(cluster.calls("Login")).hasSize(3);
    assertThat(cluster.calls("Login")).extracting(SeenCall::request).hasSize(3);
    assertThat(cluster.calls("Login").stream().map(SeenCall::request).distinct()).hasSize(1);
    assertThat(cluster.calls("Login").stream().map(SeenCall::id).distinct()).hasSize(1);
  }

  private static SeenCall firstSend(ScriptedCluster cluster) {
    return cluster.calls("Send").get(0);
  }
}
