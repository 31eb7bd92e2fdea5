package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jmessage.proto.client.AcknowledgeReceivedMessagesRequest;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.DeleteAccountRequest;
import io.jmessage.proto.client.Empty;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.Messages;
import io.jmessage.proto.client.ReceiveRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.proto.client.User;
import io.jmessage.server.support.TestServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client of the first Jmessage sees: codes and texts of docs/wire-contract.md. */
class OldClientTest {
  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(directory);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void createsAccount_onceForEachName() {
    CreateAccountRequest request =
        CreateAccountRequest.newBuilder().setUsername("ann").setPassword("pw").build();

    ServerResponse first = server.client().createAccount(request);
    ServerResponse second = server.client().createAccount(request);

    assertThat(first.getErrorCode()).isZero();
    assertThat(first.getErrorMessage()).isEqualTo("Account created successfully!!");
    assertThat(second.getErrorCode()).isEqualTo(8);
    assertThat(second.getErrorMessage()).isEqualTo("USER NAME ALREADY EXISTS");
  }

  @Test
  void login_answersWithSessionIdOrCode() {
    server.join("ann");

    ServerResponse right = login("ann", "pw");
    ServerResponse wrong = login("ann", "other");
    ServerResponse unknown = login("nobody", "pw");

    assertThat(right.getErrorMessage()).isEqualTo("Login successful!!");
    assertThat(right.getSessionId())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(wrong.getErrorCode()).isEqualTo(10);
    assertThat(wrong.getErrorMessage()).isEqualTo("INCORRECT PASSWORD");
    assertThat(wrong.getSessionId()).isEmpty();
    assertThat(unknown.getErrorCode()).isEqualTo(9);
    assertThat(unknown.getErrorMessage()).isEqualTo("USER DOESN'T EXIST");
  }

  @Test
  void secondLogin_leavesTheFirstSessionValid() {
    String first = server.join("ann");
    String second = server.login("ann");

    assertThat(server.send(first, "ann", "one").getErrorCode()).isZero();
    assertThat(server.send(second, "ann", "two").getErrorCode()).isZero();
  }

  @Test
  void listUsers_needsNoSessionAndTellsWhoIsOnline() {
    server.join("ann");
    String bob = server.join("bob");
    server.client().logout(session(bob));

    List<User> users = server.client().listUsers(Empty.getDefaultInstance()).getUserList();

    assertThat(users)
        .extracting(User::getUsername, User::getStatus)
        .containsExactly(tuple("ann", "online"), tuple("bob", "offline"));
  }

  @Test
  void send_saysWhetherTheReceiverExists() {
    String ann = server.join("ann");
    server.join("bob");

    ServerResponse sent = server.send(ann, "bob", "hello");
    ServerResponse lost = server.send(ann, "nobody", "hello");
    ServerResponse stranger = server.send("no session", "bob", "hello");

    assertThat(sent.getErrorMessage()).isEqualTo("Message sent successfully!!");
    assertThat(lost.getErrorCode()).isEqualTo(15);
    assertThat(lost.getErrorMessage()).isEqualTo("RECEIVER DOESN'T EXIST");
    assertThat(stranger.getErrorCode()).isEqualTo(14);
    assertThat(stranger.getErrorMessage())
        .isEqualTo("USER NOT LOGGED IN: LOGIN OR SIGN UP TO USE THE CHAT");
  }

  @Test
  void getMessages_handsOutEachMessageOnceWithItsTime() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    server.send(ann, "bob", "one");
    server.send(ann, "bob", "two");

    Messages first = server.client().getMessages(receive(bob));
    Messages second = server.client().getMessages(receive(bob));

    assertThat(first.getErrorMessage()).isEqualTo("Messages received successfully!!");
    assertThat(server.texts(first)).containsExactly("one", "two");
    assertThat(first.getMessage(0).getFrom()).isEqualTo("ann");
    assertThat(first.getMessage(0).getTimeStamp().getSeconds()).isPositive();
    assertThat(second.getErrorCode()).isEqualTo(17);
    assertThat(second.getErrorMessage()).isEqualTo("NO MESSAGES");
  }

  @Test
  void getChat_showsBothDirectionsInOrderAndMarksThemReceived() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    server.send(ann, "bob", "one");
    server.send(bob, "ann", "two");
    server.send(ann, "bob", "three");

    Messages chat = server.chat(bob, "ann");

    assertThat(server.texts(chat)).containsExactly("one", "two", "three");
    assertThat(server.client().getMessages(receive(bob)).getErrorCode()).isEqualTo(17);
    assertThat(server.texts(server.client().getMessages(receive(ann)))).containsExactly("two");
  }

  @Test
  void getChat_ofUnknownUserAnswersCode9() {
    String ann = server.join("ann");
    server.join("bob");

    assertThat(server.chat(ann, "nobody").getErrorCode()).isEqualTo(9);
    assertThat(server.chat(ann, "bob").getErrorCode()).isEqualTo(17);
    assertThat(server.chat("no session", "bob").getErrorCode()).isEqualTo(14);
  }

  @Test
  void acknowledge_answersOkAlsoForForeignIds() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    server.send(ann, "bob", "one");
    long id = server.chat(ann, "bob").getMessage(0).getMessageId();

    ServerResponse foreign = acknowledge(ann, id, 4711);
    Messages still = server.client().getMessages(receive(bob));
    ServerResponse own = acknowledge(bob, id);

    assertThat(foreign.getErrorMessage()).isEqualTo("Messages acknowledged successfully!!");
    assertThat(server.texts(still)).containsExactly("one");
    assertThat(own.getErrorCode()).isZero();
  }

  @Test
  void acknowledge_takesMessagesOffTheUnreceived() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    long first = server.send(ann, "bob", "one").getReceipt().getMessageId();
    long second = server.send(ann, "bob", "two").getReceipt().getMessageId();
    server.send(ann, "bob", "three");

    acknowledge(bob, second);
    Messages rest = server.client().getMessages(receive(bob));

    assertThat(first).isLessThan(second);
    assertThat(server.texts(rest)).containsExactly("one", "three");
  }

  @Test
  void logout_endsTheSession() {
    String ann = server.join("ann");

    ServerResponse out = server.client().logout(session(ann));
    ServerResponse again = server.client().logout(session(ann));

    assertThat(out.getErrorMessage()).isEqualTo("Logout successful!!");
    assertThat(again.getErrorCode()).isEqualTo(14);
    assertThat(server.client().getMessages(receive(ann)).getErrorCode()).isEqualTo(14);
  }

  @Test
  void deleteAccount_worksWithoutAnyMessage() {
    String ann = server.join("ann");

    ServerResponse deleted = server.client().deleteAccount(session(ann));

    assertThat(deleted.getErrorCode()).isZero();
    assertThat(deleted.getErrorMessage()).isEqualTo("Account deleted successfully!!");
    assertThat(login("ann", "pw").getErrorCode()).isEqualTo(9);
    assertThat(server.client().listUsers(Empty.getDefaultInstance()).getUserList()).isEmpty();
  }

  @Test
  void sendingToOneself_isAcceptedAndReceived() {
    String ann = server.join("ann");

    server.send(ann, "ann", "note");

    assertThat(server.texts(server.client().getMessages(receive(ann)))).containsExactly("note");
    assertThat(server.texts(server.chat(ann, "ann"))).containsExactly("note");
  }

  private ServerResponse login(String name, String password) {
    return server
        .client()
        .login(LoginRequest.newBuilder().setUsername(name).setPassword(password).build());
  }

  private ServerResponse acknowledge(String session, long... ids) {
    AcknowledgeReceivedMessagesRequest.Builder request =
        AcknowledgeReceivedMessagesRequest.newBuilder().setSessionId(session);
    for (long id : ids) {
      request.addMessageIds(id);
    }
    return server.client().acknowledgeReceivedMessages(request.build());
  }

  private static ReceiveRequest receive(String session) {
    return ReceiveRequest.newBuilder().setSessionId(session).build();
  }

  private static DeleteAccountRequest session(String session) {
    return DeleteAccountRequest.newBuilder().setSessionId(session).build();
  }
}
