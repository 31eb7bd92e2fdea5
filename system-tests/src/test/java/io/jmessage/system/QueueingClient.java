package io.jmessage.system;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientConfig;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClients;
import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.system.history.Clients;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * A client as a process of its own, to be killed: it queues lines and says after each that it was
 * accepted. Then it waits until all are stored, says so, and ends.
 *
 * <p>Arguments: data directory, number of the run, how many lines, addresses of servers.
 */
final class QueueingClient {
  static final String SENDER = "ada";
  static final String RECEIVER = "grace";
  static final String ACCEPTED = "ACCEPTED ";
  static final String DONE = "DONE";
  private static final String PASSWORD = "correct horse battery staple";

  private QueueingClient() {}

  public static void main(String[] arguments) {
    List<ServerAddress> addresses =
        Arrays.stream(arguments).skip(3).map(ServerAddress::parse).toList();
    ChatClientConfig config =
        ChatClientConfig.of(addresses)
            .withDataDirectory(Path.of(arguments[0]))
            .withClientName("queueing");
    try (ChatClient client = ChatClients.open(config)) {
      begin(client);
      queue(client, arguments[1], Integer.parseInt(arguments[2]));
      Wait.until(
          Duration.ofMinutes(2),
          () -> client.outbox().lines().size() + " lines are not stored",
          () -> client.outbox().lines().isEmpty());
      System.out.println(DONE);
    }
    System.exit(0);
  }

  private static void begin(ChatClient client) {
    try {
      Clients.answer(client.resume(SENDER));
    } catch (ChatClientException noSession) {
      try {
        Clients.answer(client.createAccount(SENDER, PASSWORD));
      } catch (ChatClientException exists) {
        System.out.println(exists.getMessage());
      }
      Clients.answer(client.logIn(SENDER, PASSWORD));
    }
  }

  static String text(String run, int number) {
    return "run " + run + ", line " + number;
  }

  private static void queue(ChatClient client, String run, int lines) {
    for (int i = 1; i <= lines; i++) {
      client.outbox().queue(RECEIVER, text(run, i));
      System.out.println(ACCEPTED + i);
    }
  }
}
