package io.jmessage.gui.fake;

import io.jmessage.client.AccountControl;
import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatListener;
import io.jmessage.client.ChatOutbox;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.LocalHistory;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.Person;
import io.jmessage.client.model.SendReceipt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** One client of a {@link FakeCluster}. Thread-safe. */
public final class FakeChatClient implements ChatClient {
  private final FakeCluster cluster;
  private final List<ChatListener> listeners = new CopyOnWriteArrayList<>();
  volatile Optional<String> username = Optional.empty();

  /** When it logged in. */
  volatile Instant opened = Instant.EPOCH;

  FakeChatClient(FakeCluster cluster) {
    this.cluster = cluster;
  }

  /** How many listen; a view model that is gone does not. */
  public int listenerCount() {
    return listeners.size();
  }

  void tell(Consumer<ChatListener> event) {
    cluster.tell(() -> listeners.forEach(event));
  }

  @Override
  public CompletableFuture<Void> createAccount(String name, String password) {
    return done(cluster.ask(() -> cluster.createAccount(name, password)));
  }

  @Override
  public CompletableFuture<Void> logIn(String name, String password) {
    return done(cluster.ask(() -> cluster.logIn(this, name, password)));
  }

  @Override
  public CompletableFuture<Void> logOut() {
    return done(cluster.ask(() -> cluster.logOut(this)));
  }

  @Override
  public CompletableFuture<Void> deleteAccount() {
    return done(cluster.ask(() -> cluster.deleteAccount(this)));
  }

  @Override
  public CompletableFuture<List<Person>> people() {
    return cluster.ask(cluster::people);
  }

  @Override
  public CompletableFuture<List<Conversation>> conversations() {
    return cluster.ask(() -> cluster.conversationsOf(this));
  }

  @Override
  public CompletableFuture<SendReceipt> send(String to, String text) {
    String self = username.orElse("");
    return cluster.ask(() -> cluster.send(this, self, to, text));
  }

  @Override
  public CompletableFuture<List<String>> savedAccounts() {
    return CompletableFuture.completedFuture(cluster.saved());
  }

  @Override
  public CompletableFuture<Void> resume(String name) {
    try {
      cluster.resume(this, name);
      return CompletableFuture.completedFuture(null);
    } catch (ChatClientException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  @Override
  public ChatOutbox outbox() {
    return new FakeOutbox(cluster, this);
  }

  @Override
  public LocalHistory localHistory() {
    return new LocalHistory() {
      @Override
      public List<Conversation> conversations() {
        return username.map(cluster::copiedConversations).orElse(List.of());
      }

      @Override
      public List<ChatMessage> history(String with, long before, int limit) {
        String self = username.orElse("");
        List<ChatMessage> all =
            cluster.copied(self).stream()
                .filter(message -> message.peerOf(self).equals(with))
                .filter(message -> before == 0 || message.sequence() < before)
                .toList();
        return all.subList(Math.max(0, all.size() - limit), all.size());
      }
    };
  }

  @Override
  public AccountControl account() {
    return new FakeAccount(cluster, this);
  }

  @Override
  public void typing(String to, boolean writes) {
    username.ifPresent(self -> cluster.typing(self, to, writes));
  }

  @Override
  public CompletableFuture<List<ChatMessage>> history(String with, long before, int limit) {
    return cluster.ask(() -> cluster.history(this, with, before, limit));
  }

  @Override
  public CompletableFuture<Void> markRead(String with, long sequence) {
    return done(cluster.ask(() -> cluster.markRead(this, with, sequence)));
  }

  @Override
  public Optional<String> username() {
    return username;
  }

  @Override
  public ConnectionState connectionState() {
    return cluster.connectionState();
  }

  @Override
  public void retryNow() {
    cluster.retried();
  }

  @Override
  public Runnable addListener(ChatListener listener) {
    ConnectionState now = cluster.connectionState();
    cluster.tell(
        () -> {
          listeners.add(listener);
          listener.onConnection(now);
        });
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    listeners.clear();
    cluster.forget(this);
  }

  private static CompletableFuture<Void> done(CompletableFuture<Boolean> answer) {
    return answer.thenAccept(ignored -> {});
  }
}
