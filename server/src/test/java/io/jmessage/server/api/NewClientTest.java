package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.jmessage.proto.client.AcknowledgeReceivedMessagesRequest;
import io.jmessage.proto.client.ChatRequest;
import io.jmessage.proto.client.Conversation;
import io.jmessage.proto.client.Conversations;
import io.jmessage.proto.client.ConversationsRequest;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.DeleteAccountRequest;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.MarkRequest;
import io.jmessage.proto.client.Message;
import io.jmessage.proto.client.Messages;
import io.jmessage.proto.client.ReceiveRequest;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.server.support.TestServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is new since the first Jmessage: exactly-once, receipts, pages, conversations, marks,
 * bounds.
 */
class NewClientTest {
  private static final String SESSION = "0123456789abcdef".repeat(4);
  private static final String ROCKET = "\uD83D\uDE80";

  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void send_returnsAReceipt() {
    String ann = server.join("ann");

    ServerResponse sent = server.send(ann, "ann", "x");

    assertThat(sent.getReceipt().getMessageId()).isEqualTo(1);
    assertThat(sent.getReceipt().getSequence()).isEqualTo(1);
    assertThat(sent.getReceipt().getTimeStamp().getSeconds()).isPositive();
    assertThat(sent.getReceipt().getPosition().getEpoch()).isEqualTo(1);
    assertThat(sent.getReceipt().getPosition().getIndex()).isEqualTo(3);
    assertThat(sent.getReceipt().getCopies()).isEqualTo(2);
    assertThat(sent.getReceipt().getMembers()).isEqualTo(3);
  }

  @Test
  void repeatedSend_hasTheFirstReceipt() {
    String ann = server.join("ann");
    SendRequest request = send(ann, "ann", "x", 16);

    ServerResponse first = server.client().send(request);
    ServerResponse again = server.client().send(request);
    ServerResponse changed = server.client().send(request.toBuilder().setMessage("y").build());

    assertThat(again.getReceipt().getMessageId()).isEqualTo(first.getReceipt().getMessageId());
    assertThat(again.getReceipt().getTimeStamp()).isEqualTo(first.getReceipt().getTimeStamp());
    assertThat(changed.getErrorCode()).isEqualTo(5);
    assertThat(server.chat(ann, "ann").getMessageCount()).isEqualTo(1);
  }

  /** An outbox keeps its ids over the end of a session. */
  @Test
  void sendRefusedInOneSession_isStoredInTheNext() {
    String ended = server.join("ann");
    SendRequest request = send(ended, "ann", "x", 16);
    server.client().logout(DeleteAccountRequest.newBuilder().setSessionId(ended).build());

    ServerResponse refused = server.client(request(7)).send(request);
    String next = server.login("ann");
    ServerResponse stored =
        server.client(request(7)).send(request.toBuilder().setSessionId(next).build());

    assertThat(refused.getErrorCode()).isEqualTo(14);
    assertThat(stored.getErrorCode()).isZero();
    assertThat(server.chat(next, "ann").getMessageCount()).isEqualTo(1);
  }

  @Test
  void login_withASessionIdOfItsOwnIsTheSameSessionWhenRepeated() {
    server.join("ann");
    LoginRequest request =
        LoginRequest.newBuilder()
            .setUsername("ann")
            .setPassword("pw")
            .setSessionId(SESSION)
            .build();

    ServerResponse first = server.client(request(7)).login(request);
    ServerResponse again = server.client(request(7)).login(request);

    assertThat(first.getSessionId()).isEqualTo(SESSION);
    assertThat(again).isEqualTo(first);
    assertThat(server.send(SESSION, "ann", "x").getErrorCode()).isZero();
  }

  @Test
  void repeatedLogin_needsTheSessionIdOrThePassword() {
    server.join("ann");
    LoginRequest right =
        LoginRequest.newBuilder()
            .setUsername("ann")
            .setPassword("pw")
            .setSessionId(SESSION)
            .build();
    server.client(request(7)).login(right);

    ServerResponse guess =
        server
            .client(request(7))
            .login(right.toBuilder().setPassword("?").setSessionId("").build());

    assertThat(guess.getErrorCode()).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"short", "zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"})
  void login_refusesASessionIdThatIsNoRandomNumber(String sessionId) {
    server.join("ann");

    ServerResponse response =
        server
            .client()
            .login(
                LoginRequest.newBuilder()
                    .setUsername("ann")
                    .setPassword("pw")
                    .setSessionId(sessionId)
                    .build());

    assertThat(response.getErrorCode()).isEqualTo(2);
    assertThat(response.getErrorMessage()).isEqualTo("Invalid arguments");
  }

  @Test
  void repeatedDeleteAccount_isAnsweredAsTheFirst() {
    String ann = server.join("ann");
    DeleteAccountRequest request = DeleteAccountRequest.newBuilder().setSessionId(ann).build();

    ServerResponse first = server.client(request(1)).deleteAccount(request);
    ServerResponse again = server.client(request(1)).deleteAccount(request);
    ServerResponse another = server.client(request(2)).deleteAccount(request);

    assertThat(first.getErrorCode()).isZero();
    assertThat(again).isEqualTo(first);
    assertThat(another.getErrorCode()).isEqualTo(14);
  }

  @Test
  void pages_joinWithoutAGap() {
    String ann = server.join("ann");
    for (int i = 1; i <= 25; i++) {
      server.send(ann, "ann", "m" + i);
    }

    Messages newest = page(ann, 0, 0, 10);
    Messages before = page(ann, newest.getMessage(0).getSequence(), 0, 10);
    Messages after = page(ann, 0, 20, 3);
    Messages between = page(ann, 9, 5, 100);

    assertThat(sequences(newest)).isEqualTo(range(16, 25));
    assertThat(sequences(before)).isEqualTo(range(6, 15));
    assertThat(sequences(after)).isEqualTo(range(21, 23));
    assertThat(sequences(between)).isEqualTo(range(6, 8));
    assertThat(page(ann, 1, 0, 10).getErrorCode()).isEqualTo(17);
  }

  @Test
  void pagedGetChat_marksNothing() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    server.send(ann, "bob", "x");

    page(bob, "ann", 0, 0, 10);

    assertThat(server.texts(receive(bob))).containsExactly("x");
  }

  @Test
  void getChat_marksRead_andWritesNothingTheSecondTime() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    server.send(ann, "bob", "x");
    server.chat(bob, "ann");
    long applied = server.state().applied().index();

    server.chat(bob, "ann");
    Conversation conversation = conversations(ann).getConversation(0);

    assertThat(server.state().applied().index()).isEqualTo(applied);
    assertThat(conversation.getPeerReadSequence()).isEqualTo(1);
    assertThat(conversation.getPeerReceivedSequence()).isEqualTo(1);
  }

  @Test
  void getChat_isTheNewestPageThatFits_andLosesNothing() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    String text = "x".repeat(64 * 1024);
    for (int i = 0; i < 70; i++) {
      server.send(ann, "bob", text);
    }

    Messages newest = server.chat(bob, "ann");
    Messages rest = receive(bob);

    assertThat(newest.getSerializedSize()).isBetween(3 << 20, 4 << 20);
    assertThat(newest.getMessage(newest.getMessageCount() - 1).getSequence()).isEqualTo(70);
    assertThat(sequences(rest)).isEqualTo(range(1, newest.getMessage(0).getSequence() - 1));
  }

  @Test
  void conversations_areListedNewestFirst() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    server.join("eve");
    server.send(bob, "ann", "one");
    server.send(ann, "eve", "two");
    server.send(bob, "ann", "three");
    server.client().deleteAccount(DeleteAccountRequest.newBuilder().setSessionId(bob).build());

    Conversations list = conversations(ann);

    assertThat(list.getConversationList())
        .extracting(
            Conversation::getUsername,
            Conversation::getLastSequence,
            Conversation::getUnread,
            Conversation::getPeerDeleted,
            c -> c.getLastMessage().getMessage())
        .containsExactly(tuple("bob", 2L, 2L, true, "three"), tuple("eve", 1L, 0L, false, "two"));
    assertThat(conversations("nobody").getErrorCode()).isEqualTo(14);
  }

  @Test
  void mark_movesWhatThePeerSees() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    server.send(ann, "bob", "one");
    server.send(ann, "bob", "two");

    ServerResponse marked = mark(bob, "ann", 2, 1);

    Conversation conversation = conversations(ann).getConversation(0);
    assertThat(marked.getErrorCode()).isZero();
    assertThat(conversation.getPeerReceivedSequence()).isEqualTo(2);
    assertThat(conversation.getPeerReadSequence()).isEqualTo(1);
    assertThat(mark(bob, "nobody", 1, 1).getErrorCode()).isEqualTo(9);
    assertThat(mark("nobody", "ann", 1, 1).getErrorCode()).isEqualTo(14);
  }

  @ParameterizedTest
  @CsvSource({
    "'', pw, 3",
    "'a\u0007b', pw, 3",
    "ann, '', 4",
    "ann, pw, 0",
    "' spaces are fine ', pw, 0"
  })
  void names_andPasswordsHaveBounds(String name, String password, int code) {
    assertThat(create(name, password).getErrorCode()).isEqualTo(code);
  }

  @Test
  void longestNames_passwordsAndTextsAreTaken_andNoLongerOnes() {
    assertThat(create(ROCKET.repeat(64), ROCKET.repeat(128)).getErrorCode()).isZero();
    assertThat(create(ROCKET.repeat(65), "pw").getErrorCode()).isEqualTo(3);
    assertThat(create("n".repeat(100_000), "pw").getErrorCode()).isEqualTo(3);
    assertThat(create("ann", "p".repeat(129)).getErrorCode()).isEqualTo(4);
    String ann = server.join("ann");
    assertThat(server.send(ann, "ann", ROCKET.repeat(16 * 1024)).getErrorCode()).isZero();
    assertThat(server.send(ann, "ann", ROCKET.repeat(16 * 1024) + "x").getErrorCode()).isEqualTo(5);
    assertThat(server.send(ann, "ann", "").getErrorCode()).isEqualTo(5);
  }

  @Test
  void sameNameInAnotherNormalForm_isTheSameName() {
    String composed = server.join("Zo\u00eb");

    assertThat(create("Zoe\u0308", "pw").getErrorCode()).isEqualTo(8);
    assertThat(server.send(composed, "Zoe\u0308", "x").getErrorCode()).isZero();
    assertThat(server.chat(composed, "Zoe\u0308").getMessageCount()).isEqualTo(1);
    assertThat(server.login("Zoe\u0308")).isNotEmpty();
  }

  @Test
  void malformedIds_areInvalidArguments() {
    String ann = server.join("ann");
    AcknowledgeReceivedMessagesRequest many =
        AcknowledgeReceivedMessagesRequest.newBuilder()
            .setSessionId(ann)
            .addAllMessageIds(LongStream.rangeClosed(1, 10_001).boxed().toList())
            .build();

    assertThat(server.client().send(send(ann, "ann", "x", 15)).getErrorCode()).isEqualTo(2);
    assertThat(server.client().acknowledgeReceivedMessages(many).getErrorCode()).isEqualTo(2);
    assertThat(receive("s".repeat(10_000)).getErrorCode()).isEqualTo(14);
  }

  private ServerResponse create(String name, String password) {
    return server
        .client()
        .createAccount(
            CreateAccountRequest.newBuilder().setUsername(name).setPassword(password).build());
  }

  private Messages receive(String session) {
    return server.client().getMessages(ReceiveRequest.newBuilder().setSessionId(session).build());
  }

  private Conversations conversations(String session) {
    return server
        .client()
        .listConversations(ConversationsRequest.newBuilder().setSessionId(session).build());
  }

  private ServerResponse mark(String session, String with, long received, long read) {
    return server
        .client()
        .mark(
            MarkRequest.newBuilder()
                .setSessionId(session)
                .setUsername(with)
                .setReceivedSequence(received)
                .setReadSequence(read)
                .build());
  }

  private Messages page(String session, long before, long after, int limit) {
    return page(session, "ann", before, after, limit);
  }

  private Messages page(String session, String with, long before, long after, int limit) {
    return server
        .client()
        .getChat(
            ChatRequest.newBuilder()
                .setSessionId(session)
                .setUsername(with)
                .setBeforeSequence(before)
                .setAfterSequence(after)
                .setLimit(limit)
                .build());
  }

  private static SendRequest send(String session, String to, String text, int idBytes) {
    return SendRequest.newBuilder()
        .setSessionId(session)
        .setTo(to)
        .setMessage(text)
        .setClientMessageId(ByteString.copyFrom(new byte[idBytes]))
        .build();
  }

  private static Metadata request(long sequence) {
    Metadata headers = new Metadata();
    headers.put(RequestMetadata.CLIENT_ID, "00112233445566778899aabbccddeeff");
    headers.put(RequestMetadata.SEQUENCE, Long.toString(sequence));
    return headers;
  }

  private static List<Long> sequences(Messages messages) {
    return messages.getMessageList().stream().map(Message::getSequence).toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.rangeClosed(from, to).boxed().toList();
  }
}
