package io.jmessage.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeviceSession;
import io.jmessage.client.model.Person;
import io.jmessage.client.support.Recorder;
import io.jmessage.client.support.ScriptedCluster;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several devices of one account, and what people see of each other. */
class OtherDevicesTest extends ClientTestBase {
  private ScriptedCluster cluster;

  @BeforeEach
  void startCluster() {
    cluster = closing(ScriptedCluster.withMaster(2));
    cluster.createAccount("ann", "secret");
  }

  @Test
  void sessions_areListedWithTheirClients_andEnded() throws Exception {
    ChatClient window = loggedInAs("window");
    ChatClient terminal = loggedInAs("terminal");
    Recorder atTerminal = recorderOf(terminal);

    List<DeviceSession> sessions = get(window.account().sessions());
    DeviceSession other =
        sessions.stream().filter(session -> !session.current()).findFirst().orElseThrow();
    get(window.account().endSession(other));

    assertThat(sessions)
        .extracting(DeviceSession::client)
        .containsExactlyInAnyOrder("window", "terminal");
    assertThat(other.client()).isEqualTo("terminal");
    await().until(() -> atTerminal.endings().size() == 1);
    assertThat(window.username()).contains("ann");
  }

  @Test
  void allOtherSessions_areEnded() throws Exception {
    ChatClient window = loggedInAs("window");
    Recorder first = recorderOf(loggedInAs("terminal"));
    Recorder second = recorderOf(loggedInAs("phone"));

    get(window.account().endOtherSessions());

    await().until(() -> first.endings().size() == 1 && second.endings().size() == 1);
    assertThat(get(window.account().sessions())).singleElement().matches(DeviceSession::current);
  }

  @Test
  void password_isChanged_ifTheOldOneIsRight() throws Exception {
    ChatClient ann = loggedInAs("window");

    assertThat(reasonOf(ann.account().changePassword("wrong", "new")))
        .isEqualTo(Reason.WRONG_PASSWORD);
    get(ann.account().changePassword("secret", "new"));

    ChatClient another = client(cluster.addresses());
    assertThat(reasonOf(another.logIn("ann", "secret"))).isEqualTo(Reason.WRONG_PASSWORD);
    get(another.logIn("ann", "new"));
  }

  @Test
  void typing_isTold_andEndsWithTheMessage() throws Exception {
    ChatClient ann = loggedInAs("window");
    Recorder recorder = recorderOf(ann);
    ChatClient bob = loggedIn(cluster, "bob");

    bob.typing("ann", true);
    bob.typing("ann", true); // told once in 3 s
    await().until(() -> !recorder.typings().isEmpty());
    get(bob.send("ann", "hello"));

    await().until(() -> recorder.typings().size() == 2);
    assertThat(recorder.typings()).containsExactly("bob writes", "bob stops");
    assertThat(cluster.calls("ReportTyping")).hasSize(1);
  }

  @Test
  void whoHasGoneDuringAFailOver_isToldAfterIt() throws Exception {
    ChatClient ann = loggedInAs("window");
    ChatClient bob = loggedIn(cluster, "bob");
    Recorder recorder = recorderOf(ann);
    cluster.server(0).tellPresence("ann", "bob", true);
    await().until(() -> recorder.presence().contains(new Person("bob", true)));
    cluster.endSessions("bob");
    bob.close();

    cluster.promote(1);

    await().until(() -> recorder.presence().contains(new Person("bob", false)));
  }

  @Test
  void unreadNumbers_areTheSameOnEveryDevice() throws Exception {
    ChatClient window = loggedInAs("window");
    ChatClient terminal = loggedInAs("terminal");
    ChatClient bob = loggedIn(cluster, "bob");
    for (String text : texts(3)) {
      get(bob.send("ann", text));
    }
    awaitUnread(window, 3);
    awaitUnread(terminal, 3);

    get(window.markRead("bob", 3));
    cluster.server(0).tellConversation("ann", "bob");

    awaitUnread(window, 0);
    awaitUnread(terminal, 0);
  }

  private void awaitUnread(ChatClient client, long unread) {
    await()
        .untilAsserted(
            () ->
                assertThat(client.localHistory().conversations())
                    .extracting(Conversation::unread)
                    .containsExactly(unread));
  }

  private ChatClient loggedInAs(String device) throws Exception {
    ChatClient client = client(ChatClientConfig.of(cluster.addresses()).withClientName(device));
    get(client.logIn("ann", "secret"));
    return client;
  }
}
