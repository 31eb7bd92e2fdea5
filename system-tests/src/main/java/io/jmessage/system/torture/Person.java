package io.jmessage.system.torture;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.ChatListener;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.ClusterMember;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.system.history.Clients;
import io.jmessage.system.torture.check.Mastership;
import io.jmessage.system.torture.check.Sent;
import io.jmessage.system.torture.check.Sent.Outcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A user at a real client of its own, who writes into the ledger what it does and what it is told.
 * Nothing here blocks. Thread-safe.
 */
final class Person implements AutoCloseable {
  /** It protects nothing. */
  private static final String PASSWORD = "correct horse battery staple";

  /** What a client is told for good: nothing has happened. */
  private static final Collection<Reason> REFUSALS =
      List.of(
          Reason.INVALID_USERNAME,
          Reason.INVALID_PASSWORD,
          Reason.INVALID_MESSAGE,
          Reason.USERNAME_TAKEN,
          Reason.UNKNOWN_USER,
          Reason.WRONG_PASSWORD,
          Reason.NOT_LOGGED_IN,
          Reason.UNKNOWN_RECEIVER,
          Reason.TOO_BUSY);

  private final String name;
  private final ChatClient client;
  private final Ledger ledger;
  private final AtomicInteger texts = new AtomicInteger();
  private final Map<String, Long> newest = new ConcurrentHashMap<>();
  private final AtomicInteger logIns = new AtomicInteger();
  private volatile long epochSeen;

  Person(String name, List<String> addresses, Ledger ledger) {
    this.name = name;
    this.client = Clients.open(addresses);
    this.ledger = ledger;
    Runnable unused =
        client.addListener(
            new ChatListener() {
              @Override
              public void onMessage(ChatMessage message) {
                shown(message);
              }

              @Override
              public void onConnection(ConnectionState state) {
                connected(state);
              }

              @Override
              public void onSessionEnded(String reason) {
                ledger.sessionEnded(name + " was logged out: " + reason);
              }
            });
  }

  private void shown(ChatMessage message) {
    newest.merge(message.peerOf(name), message.sequence(), Math::max);
    ledger.shown(name + ", log-in " + logIns.get(), name, message);
  }

  private void connected(ConnectionState state) {
    if (state.status() != Status.CONNECTED) {
      return;
    }
    epochSeen = state.epoch();
    state.members().stream()
        .filter(ClusterMember::master)
        .forEach(
            master -> ledger.master(new Mastership(name, state.epoch(), master.clientAddress())));
  }

  String name() {
    return name;
  }

  ChatClient client() {
    return client;
  }

  /** Whether this client takes that server for the master now. */
  boolean isAt(String clientAddress) {
    ConnectionState state = client.connectionState();
    return state.status() == Status.CONNECTED
        && state.members().stream()
            .anyMatch(m -> m.master() && m.clientAddress().equals(clientAddress));
  }

  /** The highest number that this user was shown of that conversation. */
  long newest(String with) {
    return newest.getOrDefault(with, 0L);
  }

  /** Creates the account and logs in. Fails if either does. */
  CompletableFuture<Void> signUp() {
    return client
        .createAccount(name, PASSWORD)
        .whenComplete((done, failure) -> ledger.created(name, outcome(failure)))
        .thenCompose(done -> logIn());
  }

  CompletableFuture<Void> logIn() {
    logIns.incrementAndGet();
    return client.logIn(name, PASSWORD);
  }

  CompletableFuture<Void> logOut() {
    return client.logOut();
  }

  CompletableFuture<Void> deleteAccount() {
    return client
        .deleteAccount()
        .whenComplete((done, failure) -> ledger.deleted(name, outcome(failure)));
  }

  /** Sends a text of its own. The future never fails: it completes when all is written down. */
  CompletableFuture<Outcome> say(String to) {
    return say(to, "text " + texts.incrementAndGet() + " – строка, γραμμή, 行 🙂");
  }

  /** The same with this text, which nobody of that name sends twice. */
  CompletableFuture<Outcome> say(String to, String text) {
    long epoch = epochSeen;
    long begun = System.nanoTime();
    return client
        .send(to, text)
        .handle((receipt, failure) -> note(to, text, begun, epoch, receipt, failure));
  }

  private Outcome note(
      String to,
      String text,
      long begun,
      long epoch,
      @Nullable SendReceipt receipt,
      @Nullable Throwable failure) {
    Outcome outcome = outcome(failure);
    ledger.add(
        new Sent(
            name,
            to,
            text,
            begun,
            System.nanoTime(),
            epoch,
            outcome,
            Optional.ofNullable(receipt)));
    return outcome;
  }

  /** What a failure, or none, tells of what has happened. */
  static Outcome outcome(@Nullable Throwable failure) {
    if (failure == null) {
      return Outcome.ACKNOWLEDGED;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof ChatClientException known && REFUSALS.contains(known.reason())
        ? Outcome.REFUSED
        : Outcome.UNKNOWN;
  }

  @Override
  public void close() {
    client.close();
  }
}
