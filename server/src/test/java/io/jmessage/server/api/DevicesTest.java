package io.jmessage.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Metadata;
import io.jmessage.proto.client.ChangePasswordRequest;
import io.jmessage.proto.client.EndSessionsRequest;
import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.proto.client.SessionInfo;
import io.jmessage.proto.client.Sessions;
import io.jmessage.proto.client.SessionsRequest;
import io.jmessage.proto.client.SubscribeRequest;
import io.jmessage.proto.client.TypingRequest;
import io.jmessage.proto.error.Reason;
import io.jmessage.server.support.ConformanceInterceptor;
import io.jmessage.server.support.RecordedStream;
import io.jmessage.server.support.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several devices of one account: their list, their end, a new password; and who is typing. */
class DevicesTest {
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
  void sessions_areListedWithWhatTheyCameFrom() {
    String first = server.join("ann");
    String second = login("ann", "pw", "window\u0007 on desk").getSessionId();

    Sessions sessions = sessions(second);

    assertThat(sessions.getSessionList())
        .extracting(SessionInfo::getClient)
        .containsExactly("", "window on desk");
    assertThat(sessions.getSessionList())
        .extracting(SessionInfo::getCurrent)
        .containsExactly(false, true);
    assertThat(sessions.getSession(0).getOpened().getSeconds()).isPositive();
    assertThat(sessions.toString()).doesNotContain(first, second);
    assertThat(sessions("nobody's").getErrorCode()).isEqualTo(14);
  }

  @Test
  void endedSession_canDoNothingMore_andItsStreamEnds() {
    String first = server.join("ann");
    String second = server.login("ann");
    RecordedStream<SubscribeRequest, Event> stream = subscribe(first);
    stream.upTo(Event::hasCaughtUp);
    ByteString key = sessions(second).getSession(0).getKey();

    assertThat(end(second, key)).isZero();

    assertThat(ConformanceInterceptor.detail(stream.end()).getReason())
        .isEqualTo(Reason.NOT_LOGGED_IN);
    assertThat(server.send(first, "ann", "x").getErrorCode()).isEqualTo(14);
    assertThat(end(second, key)).isZero(); // it is gone already
    assertThat(end(second, ByteString.copyFromUtf8("no key"))).isEqualTo(2);
    assertThat(sessions(second).getSessionCount()).isEqualTo(1);
  }

  @Test
  void changedPassword_isAskedForFromNowOn_andOtherSessionsEnd() {
    String first = server.join("ann");
    String second = server.login("ann");

    assertThat(change(second, "wrong", "new").getErrorCode()).isEqualTo(10);
    assertThat(change(second, "pw", "").getErrorCode()).isEqualTo(4);
    assertThat(change(second, "pw", "new").getErrorCode()).isZero();

    assertThat(server.send(first, "ann", "x").getErrorCode()).isEqualTo(14);
    assertThat(server.send(second, "ann", "x").getErrorCode()).isZero();
    assertThat(login("ann", "pw", "").getErrorCode()).isEqualTo(10);
    assertThat(login("ann", "new", "").getErrorCode()).isZero();
    assertThat(change("nobody's", "pw", "new").getErrorCode()).isEqualTo(14);
  }

  @Test
  void repeatedChange_isAnsweredAsTheFirst_thoughTheOldPasswordIsGone() {
    String session = server.join("ann");
    ChangePasswordRequest request = changeRequest(session, "pw", "new");
    Metadata id = new Metadata();
    id.put(
        Metadata.Key.of("jmessage-client-id", Metadata.ASCII_STRING_MARSHALLER), "1f".repeat(16));
    id.put(Metadata.Key.of("jmessage-sequence", Metadata.ASCII_STRING_MARSHALLER), "1");

    assertThat(server.client(id).changePassword(request).getErrorCode()).isZero();
    assertThat(server.client(id).changePassword(request).getErrorCode()).isZero();
  }

  @Test
  void typing_isToldToTheOneItIsFor() {
    String ann = server.join("ann");
    String bob = server.join("bob");
    RecordedStream<SubscribeRequest, Event> stream = subscribe(ann);
    stream.upTo(Event::hasCaughtUp);

    assertThat(typing(bob, "ann", true)).isZero();

    Event told = stream.nextThat(Event::hasTyping);
    assertThat(told.getTyping().getUsername()).isEqualTo("bob");
    assertThat(told.getTyping().getTyping()).isTrue();
    assertThat(typing(bob, "ann", false)).isZero();
    assertThat(stream.nextThat(Event::hasTyping).getTyping().getTyping()).isFalse();
    assertThat(typing(bob, "nobody", true)).isEqualTo(9);
    assertThat(typing("nobody's", "ann", true)).isEqualTo(14);
  }

  private RecordedStream<SubscribeRequest, Event> subscribe(String session) {
    RecordedStream<SubscribeRequest, Event> stream = new RecordedStream<>();
    SubscribeRequest request = SubscribeRequest.newBuilder().setSessionId(session).build();
    server.streams().subscribe(request, stream);
    return stream;
  }

  private ServerResponse login(String name, String password, String client) {
    return server
        .client()
        .login(
            LoginRequest.newBuilder()
                .setUsername(name)
                .setPassword(password)
                .setClient(client)
                .build());
  }

  private Sessions sessions(String session) {
    return server.client().listSessions(SessionsRequest.newBuilder().setSessionId(session).build());
  }

  private int end(String session, ByteString key) {
    return server
        .client()
        .endSessions(EndSessionsRequest.newBuilder().setSessionId(session).setKey(key).build())
        .getErrorCode();
  }

  private ServerResponse change(String session, String old, String wanted) {
    return server.client().changePassword(changeRequest(session, old, wanted));
  }

  private static ChangePasswordRequest changeRequest(String session, String old, String wanted) {
    return ChangePasswordRequest.newBuilder()
        .setSessionId(session)
        .setOldPassword(old)
        .setNewPassword(wanted)
        .build();
  }

  private int typing(String session, String to, boolean typing) {
    return server
        .client()
        .reportTyping(
            TypingRequest.newBuilder()
                .setSessionId(session)
                .setUsername(to)
                .setTyping(typing)
                .build())
        .getErrorCode();
  }
}
