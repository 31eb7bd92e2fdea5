package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import java.util.concurrent.CompletableFuture;

/** Asks for the user names at every new master, so that Tab knows them. On the client's thread. */
final class NameCollector implements ChatListener {
  private final ChatClient client;
  private final KnownNames names;
  private long askedInEpoch;

  NameCollector(ChatClient client, KnownNames names) {
    this.client = client;
    this.names = names;
  }

  @Override
  public void onConnection(ConnectionState state) {
    if (state.status() == Status.CONNECTED && state.epoch() != askedInEpoch) {
      askedInEpoch = state.epoch();
      CompletableFuture<Void> unused = client.people().thenAccept(names::addAll);
    }
  }
}
