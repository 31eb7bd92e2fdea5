package io.jmessage.bench.contender;

import io.jmessage.bench.load.Completion;
import io.jmessage.bench.load.Writer;
import io.jmessage.client.ChatClient;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.system.history.Clients;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** By the client library, as the window and the terminal send. */
public final class JmessageLibrary extends Jmessage {
  /**
   * Each hears of the cluster four times a second, measured or not; as many people as writers would
   * be an own load beside what is measured.
   */
  private static final int CLIENTS_MAX = 16;

  public JmessageLibrary(String name, JmessageServers servers) {
    super(name, servers);
  }

  @Override
  public String what() {
    return servers().size()
        + " servers, by the client library; at most "
        + CLIENTS_MAX
        + " clients, each with its share of the writers";
  }

  @Override
  public Crew open(int writers, int size) {
    Users users = users(writers);
    List<ChatClient> clients = new ArrayList<>();
    for (int i = 0; i < Math.min(CLIENTS_MAX, writers); i++) {
      ChatClient client = Clients.open(servers().addresses());
      clients.add(client);
      Clients.answer(client.logIn(users.name(i), Users.PASSWORD));
    }
    List<Writer> senders = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      senders.add(
          new Sender(clients.get(i % clients.size()), users.name(receiver(i)), Texts.ofSize(size)));
    }
    return new Crew(senders, () -> clients.forEach(ChatClient::close));
  }

  private record Sender(ChatClient client, String to, String text) implements Writer.Calling {
    @Override
    public void begin(Completion completion) {
      CompletableFuture<SendReceipt> unused =
          client
              .send(to, text)
              .whenComplete(
                  (receipt, failure) -> {
                    if (failure == null) {
                      completion.done();
                    } else {
                      completion.failed(failure.toString());
                    }
                  });
    }
  }
}
