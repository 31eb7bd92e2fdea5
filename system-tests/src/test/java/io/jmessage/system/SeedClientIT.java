package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.proto.client.Message;
import io.jmessage.proto.client.Messages;
import io.jmessage.proto.client.ServerResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients of the first Jmessage work against these servers unchanged, and fail over. */
class SeedClientIT {
  private static final int LINES = 50;

  @RegisterExtension final Scene scene = new Scene();

  @Test
  void oldClientsConverse_andGoOnAfterAFailOver() {
    LocalCluster cluster = scene.cluster(3);
    List<String> slavesFirst =
        List.of(
            cluster.line(3).clientAddress(),
            cluster.line(2).clientAddress(),
            cluster.line(1).clientAddress());
    SeedClient ada = scene.ending(new SeedClient(slavesFirst));
    SeedClient grace = scene.ending(new SeedClient(slavesFirst));
    String adaSession = signUp(ada, "ada");
    String graceSession = signUp(grace, "grace");
    send(ada, adaSession, "grace", 0);
    assertThat(grace.getMessages(graceSession).getMessageCount()).isEqualTo(LINES);
    assertThat(grace.getMessages(graceSession).getErrorCode()).isEqualTo(17); // NO MESSAGES

    cluster.process(1).kill();

    send(ada, adaSession, "grace", LINES);
    Messages unread = grace.getMessages(graceSession);
    assertThat(unread.getErrorCode()).isZero();
    assertThat(unread.getMessageList()).extracting(Message::getMessage).isEqualTo(lines(LINES));
    assertThat(grace.getChat(graceSession, "ada").getMessageList())
        .extracting(Message::getMessage)
        .containsExactlyElementsOf(
            IntStream.range(0, 2 * LINES).mapToObj(i -> "line " + i).toList());
  }

  private static String signUp(SeedClient client, String name) {
    assertThat(client.createAccount(name, "secret").getErrorCode()).isZero();
    assertThat(client.createAccount(name, "secret").getErrorCode()).isEqualTo(8); // taken
    ServerResponse login = client.login(name, "secret");
    assertThat(login.getErrorCode()).isZero();
    return login.getSessionId();
  }

  private static void send(SeedClient client, String session, String to, int from) {
    for (String line : lines(from)) {
      assertThat(client.send(session, to, line).getErrorCode()).isZero();
    }
  }

  private static List<String> lines(int from) {
    return IntStream.range(from, from + LINES).mapToObj(i -> "line " + i).toList();
  }
}
