package io.jmessage.client;

import com.google.protobuf.ByteString;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.cluster.ClusterClient;
import io.jmessage.client.cluster.ConnectionReport;
import io.jmessage.client.cluster.EventLoop;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.Person;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.client.session.ChatRequests;
import io.jmessage.client.session.Listeners;
import io.jmessage.client.session.LoggedIn;
import io.jmessage.client.session.Outbox;
import io.jmessage.client.session.Session;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client over gRPC. All its state lives on one {@link EventLoop}: calls hop onto it, results
 * and events hop off it to the callback thread. Thread-safe.
 */
final class GrpcChatClient implements ChatClient {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final int TEXT_BYTES_MAX = 64 << 10;
  private static final int MESSAGE_ID_BYTES = 16;
  private static final int TIME_BYTES = 6;

  private final Duration deadline;
  private final EventLoop loop;
  private final Listeners listeners;
  private final ConnectionReport report;
  private final ClusterClient cluster;
  private final ChatRequests requests;
  private final Outbox<SendReceipt> outbox;
  private final SecureRandom random = new SecureRandom();
  private final AtomicBoolean closed = new AtomicBoolean();

  // Loop thread only.
  private @Nullable LoggedIn current;
  private CompletableFuture<?> accountTurn = CompletableFuture.completedFuture(null);

  private volatile Optional<String> username = Optional.empty();

  GrpcChatClient(ChatClientConfig config) {
    int number = NUMBER.incrementAndGet();
    deadline = config.requestDeadline();
    loop = new EventLoop("jmessage-client-" + number);
    report = new ConnectionReport(config.clock());
    listeners = new Listeners("jmessage-callbacks-" + number, report.current());
    report.listen(listeners::connection);
    cluster = new ClusterClient(config.addresses(), config.identity(), loop, report);
    requests = new ChatRequests(cluster.calls(), deadline);
    outbox = new Outbox<>(deadline);
  }

  void start() {
    loop.execute(cluster::start);
  }

  // ---- Accounts and sessions. ----

  @Override
  public CompletableFuture<Void> createAccount(String name, String password) {
    return onLoop(() -> requests.createAccount(name, password));
  }

  @Override
  public CompletableFuture<Void> logIn(String name, String password) {
    return onLoop(
        () ->
            inTurn(() -> requests.logIn(name, password).thenApply(this::begin))
                .thenCompose(LoggedIn::receiving));
  }

  @Override
  public CompletableFuture<Void> logOut() {
    return onLoop(
        () ->
            inTurn(
                () -> {
                  Session session = leave(loggedIn());
                  // Texts handed over before still go out under this session.
                  return outbox.idle().thenCompose(idle -> requests.logOut(session));
                }));
  }

  @Override
  public CompletableFuture<Void> deleteAccount() {
    return onLoop(() -> inTurn(() -> delete(loggedIn())));
  }

  private LoggedIn begin(Session session) {
    LoggedIn[] self = new LoggedIn[1];
    LoggedIn now =
        new LoggedIn(session, cluster, loop, listeners, requests, () -> sessionEnded(self[0]));
    self[0] = now;
    if (current != null) {
      CompletableFuture<Void> unused = requests.logOut(leave(current));
    }
    current = now;
    username = Optional.of(session.username());
    now.start();
    // The log-in holds even if the master dies before the first event; the stream then comes later.
    Runnable unused = loop.schedule(deadline, () -> now.receiving().complete(null));
    return now;
  }

  private CompletableFuture<Void> delete(LoggedIn session) {
    session.leaving();
    return requests
        .deleteAccount(session.session())
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                leave(session);
              } else {
                session.staying();
              }
            });
  }

  private Session leave(LoggedIn session) {
    session.stop();
    if (current == session) {
      current = null;
      username = Optional.empty();
    }
    return session.session();
  }

  private void sessionEnded(LoggedIn session) {
    if (current == session) {
      leave(session);
      listeners.tell(
          listener ->
              listener.onSessionEnded("the session was ended elsewhere, or the account deleted"));
    }
  }

  private LoggedIn loggedIn() {
    if (current == null) {
      throw new ChatClientException(Reason.NOT_LOGGED_IN, "log in first");
    }
    return current;
  }

  /**
   * Log-ins, log-outs and deletions go one after the other: each finds the state of the one before.
   */
  private <T> CompletableFuture<T> inTurn(Supplier<CompletableFuture<T>> request) {
    CompletableFuture<T> turn =
        accountTurn.handle((done, failure) -> done).thenCompose(before -> request.get());
    accountTurn = turn;
    return turn;
  }

  // ---- Conversations. ----

  @Override
  public CompletableFuture<List<Person>> people() {
    return onLoop(requests::people);
  }

  @Override
  public CompletableFuture<List<Conversation>> conversations() {
    return inSession(requests::conversations);
  }

  @Override
  public CompletableFuture<SendReceipt> send(String to, String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > TEXT_BYTES_MAX) {
      return CompletableFuture.failedFuture(
          new ChatClientException(
              Reason.INVALID_MESSAGE, "a message has 1 byte to 64 KiB of text, not " + bytes));
    }
    ByteString messageId = newMessageId();
    return inSession(
        session -> outbox.send(to, time -> requests.send(session, to, text, messageId, time)));
  }

  @Override
  public CompletableFuture<List<ChatMessage>> history(String with, long beforeSequence, int limit) {
    return inSession(session -> requests.before(session, with, beforeSequence, limit));
  }

  @Override
  public CompletableFuture<Void> markRead(String with, long sequence) {
    return inSession(session -> requests.mark(session, with, sequence, sequence));
  }

  /**
   * Time first, as in a UUID of version 7: ids that rise keep together in the servers' index, which
   * makes a message cheaper to store than one with an id from anywhere.
   */
  private ByteString newMessageId() {
    byte[] id = new byte[MESSAGE_ID_BYTES];
    random.nextBytes(id);
    long millis = System.currentTimeMillis();
    for (int i = 0; i < TIME_BYTES; i++) {
      id[i] = (byte) (millis >>> (8 * (TIME_BYTES - 1 - i)));
    }
    return ByteString.copyFrom(id);
  }

  // ---- State. ----

  @Override
  public Optional<String> username() {
    return username;
  }

  @Override
  public ConnectionState connectionState() {
    return report.current();
  }

  @Override
  public void retryNow() {
    loop.execute(cluster.connection()::retryNow);
  }

  @Override
  public Runnable addListener(ChatListener listener) {
    return listeners.add(listener);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      loop.execute(this::closeOnLoop);
    }
  }

  private void closeOnLoop() {
    if (current != null) {
      leave(current);
    }
    report.closed();
    cluster.close(
        () -> {
          listeners.end();
          loop.end();
        });
  }

  // ---- Threads. ----

  /** A request of a session; an answer that the session is over ends it here, too. */
  private <T> CompletableFuture<T> inSession(SessionRequest<T> request) {
    return onLoop(
        () -> {
          LoggedIn session = loggedIn();
          return request
              .send(session.session())
              .whenComplete(
                  (done, failure) -> {
                    if (failure != null && reasonOf(failure) == Reason.NOT_LOGGED_IN) {
                      session.onSessionEnded();
                    }
                  });
        });
  }

  private <T> CompletableFuture<T> onLoop(Supplier<CompletableFuture<T>> request) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable task =
        () -> {
          CompletableFuture<?> unused =
              guarded(request).whenComplete((value, failure) -> settle(result, value, failure));
        };
    if (closed.get() || !loop.offer(task)) {
      result.completeExceptionally(new ChatClientException(Reason.CLOSED, "the client is closed"));
    }
    return result;
  }

  private static <T> CompletableFuture<T> guarded(Supplier<CompletableFuture<T>> request) {
    try {
      return request.get();
    } catch (ChatClientException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private <T> void settle(CompletableFuture<T> result, T value, @Nullable Throwable failure) {
    Runnable task =
        () -> {
          if (failure == null) {
            result.complete(value);
          } else {
            result.completeExceptionally(unwrapped(failure));
          }
        };
    if (!listeners.offer(task)) {
      task.run(); // closed meanwhile: nobody else is left to do it
    }
  }

  private static @Nullable Reason reasonOf(Throwable failure) {
    return unwrapped(failure) instanceof ChatClientException known ? known.reason() : null;
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  /** Something to ask under a session. */
  @FunctionalInterface
  private interface SessionRequest<T> {
    CompletableFuture<T> send(Session session);
  }
}
