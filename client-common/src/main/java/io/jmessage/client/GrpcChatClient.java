package io.jmessage.client;

import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.cluster.ClusterClient;
import io.jmessage.client.cluster.ConnectionReport;
import io.jmessage.client.cluster.EventLoop;
import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.client.model.DeviceSession;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.Person;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.client.session.ChatRequests;
import io.jmessage.client.session.DiskThread;
import io.jmessage.client.session.Home;
import io.jmessage.client.session.LineIds;
import io.jmessage.client.session.Listeners;
import io.jmessage.client.session.LoggedIn;
import io.jmessage.client.session.Opening;
import io.jmessage.client.session.Outbox;
import io.jmessage.client.session.Session;
import io.jmessage.client.store.DataDirectory;
import io.jmessage.client.store.Origin;
import io.jmessage.client.store.OutboxLine;
import io.jmessage.client.store.SavedSession;
import java.text.Normalizer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The client over gRPC. All its state lives on one {@link EventLoop}: calls hop onto it, results
 * and events hop off it to the callback thread. Thread-safe.
 */
final class GrpcChatClient implements ChatClient {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final ChatClientConfig config;
  private final Duration deadline;
  private final EventLoop loop;
  private final DiskThread disk;
  private final Optional<DataDirectory> data;
  private final Listeners listeners;
  private final ConnectionReport report;
  private final ClusterClient cluster;
  private final ChatRequests requests;
  private final LineIds lineIds;
  private final AtomicBoolean closed = new AtomicBoolean();

  // Loop thread only.
  private @Nullable LoggedIn current;
  private CompletableFuture<?> accountTurn = CompletableFuture.completedFuture(null);

  /** Changed on the loop thread; what is in it may be used on any. */
  private volatile @Nullable Home home;

  private volatile Optional<String> username = Optional.empty();

  GrpcChatClient(ChatClientConfig config) {
    int number = NUMBER.incrementAndGet();
    this.config = config;
    deadline = config.requestDeadline();
    loop = new EventLoop("jmessage-client-" + number);
    disk = new DiskThread("jmessage-disk-" + number);
    data = config.dataDirectory().map(DataDirectory::new);
    report = new ConnectionReport(config.clock());
    listeners = new Listeners("jmessage-callbacks-" + number, report.current());
    report.listen(this::connectionChanged);
    cluster = new ClusterClient(KnownServers.of(config, data), config.identity(), loop, report);
    cluster.connection().onMembers(this::saveServers);
    requests = new ChatRequests(cluster.calls(), deadline, config.clientName());
    lineIds = new LineIds(config.identity(), config.clock());
  }

  void start() {
    loop.execute(cluster::start);
  }

  private void connectionChanged(ConnectionState state) {
    listeners.connection(state);
    Home now = home;
    if (now != null) {
      now.outbox().trouble(trouble(state));
    }
  }

  private static String trouble(ConnectionState state) {
    return state.status() == ConnectionState.Status.CONNECTED ? "" : state.reason();
  }

  private void saveServers(String clusterId, List<ServerAddress> members) {
    data.ifPresent(
        directory ->
            disk.run(
                "the servers' addresses",
                () ->
                    directory.saveServers(
                        clusterId, members.stream().map(ServerAddress::toString).toList())));
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
            inTurn(() -> requests.logIn(name, password).thenCompose(this::begin))
                .thenCompose(LoggedIn::receiving));
  }

  @Override
  public CompletableFuture<List<String>> savedAccounts() {
    return onLoop(
        () -> fromDisk(() -> savedSessions().stream().map(SavedSession::username).toList()));
  }

  @Override
  public CompletableFuture<Void> resume(String name) {
    return onLoop(() -> inTurn(() -> fromDisk(() -> saved(name)).thenCompose(this::resume)));
  }

  private SavedSession saved(String name) {
    String normalized = Normalizer.normalize(name, Normalizer.Form.NFC);
    return savedSessions().stream()
        .filter(session -> session.username().equals(normalized))
        .findFirst()
        .orElseThrow(
            () ->
                new ChatClientException(
                    Reason.NOT_LOGGED_IN, "no session of " + name + " is kept here; log in"));
  }

  private List<SavedSession> savedSessions() {
    return data.map(directory -> directory.sessions(config.clientName())).orElse(List.of());
  }

  private CompletableFuture<Void> resume(SavedSession saved) {
    cluster.expectCluster(saved.clusterId());
    return begin(new Session(saved.username(), saved.id(), saved.account()))
        .thenApply(begun -> null);
  }

  @Override
  public CompletableFuture<Void> logOut() {
    return onLoop(
        () ->
            inTurn(
                () -> {
                  Session session = leave(loggedIn());
                  Home left = home;
                  // Texts handed over before still go out under this session.
                  return idle(left)
                      .thenCompose(idle -> requests.logOut(session))
                      .whenComplete((done, failure) -> forget(left));
                }));
  }

  /** Completes when nothing is on its way, or does not come to be within the time of a request. */
  private CompletableFuture<Void> idle(@Nullable Home left) {
    if (left == null || (left.isOnDisk() && cluster.connection().master().isEmpty())) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> idle = left.outbox().idle();
    Runnable cancel = loop.schedule(deadline, () -> idle.complete(null));
    return idle.whenComplete((done, failure) -> cancel.run());
  }

  private void forget(@Nullable Home left) {
    if (left != null) {
      forgetSession(left);
      left.outbox().pause();
      if (home == left) {
        home = null;
      }
      left.close(false);
    }
  }

  private void forgetSession(Home left) {
    disk.run("the session", () -> left.directory().forgetSession(config.clientName()));
  }

  @Override
  public CompletableFuture<Void> deleteAccount() {
    return onLoop(() -> inTurn(() -> delete(loggedIn())));
  }

  private CompletableFuture<LoggedIn> begin(Session session) {
    Home before = home;
    if (before != null && before.isOf(session)) {
      return CompletableFuture.completedFuture(begin(session, before));
    }
    return open(session)
        .thenApply(
            opened -> {
              if (before != null) {
                before.outbox().pause();
                before.close(true);
              }
              home = opened;
              return begin(session, opened);
            });
  }

  private CompletableFuture<Home> open(Session session) {
    Opening opening = new Opening(data, cluster.clusterId().orElse(""), session);
    return fromDisk(() -> opening.read(disk))
        .thenApply(
            found -> {
              Home opened =
                  new Home(session, found.directory(), surroundings(), disk, config.clock());
              opened.outbox().trouble(trouble(report.current()));
              opened.takeOver(found.lines());
              return opened;
            });
  }

  private Outbox.Surroundings surroundings() {
    return new Outbox.Surroundings() {
      @Override
      public void onLoop(Runnable task) {
        loop.execute(task);
      }

      @Override
      public Runnable schedule(Duration delay, Runnable task) {
        return loop.schedule(delay, task);
      }

      @Override
      public void changed(OutgoingMessage line) {
        listeners.tell(listener -> listener.onOutgoing(line));
      }
    };
  }

  private LoggedIn begin(Session session, Home at) {
    LoggedIn[] self = new LoggedIn[1];
    LoggedIn now =
        new LoggedIn(
            session,
            at.copy(),
            at.deliveries(),
            cluster,
            loop,
            listeners,
            requests,
            () -> sessionEnded(self[0]));
    self[0] = now;
    if (current != null) {
      Session before = leave(current);
      if (!before.id().equals(session.id())) {
        CompletableFuture<Void> unused = requests.logOut(before);
      }
    }
    current = now;
    username = Optional.of(session.username());
    disk.run("the session", () -> at.directory().saveSession(config.clientName(), session.id()));
    at.outbox().resume((line, time, why) -> send(now, line, time, why));
    now.start();
    // The log-in holds even if the master dies before the first event; the stream then comes later.
    Runnable unused = loop.schedule(deadline, () -> now.receiving().complete(null));
    return now;
  }

  private CompletableFuture<SendReceipt> send(
      LoggedIn session, OutboxLine line, Duration time, Consumer<String> why) {
    session.sent(line.to());
    return requests
        .send(session.session(), line, time, why)
        .whenComplete((receipt, failure) -> endIfSessionIsOver(session, failure));
  }

  private CompletableFuture<Void> delete(LoggedIn session) {
    session.leaving();
    return requests
        .deleteAccount(session.session())
        .whenComplete(
            (done, failure) -> {
              if (failure == null) {
                leave(session);
                Home left = home;
                if (left != null) {
                  left.outbox().accountDeleted();
                }
                forget(left);
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
      Home left = home;
      if (left != null) {
        left.outbox().pause();
        forgetSession(left);
      }
      listeners.tell(
          listener ->
              listener.onSessionEnded("the session was ended elsewhere, or the account deleted"));
    }
  }

  private LoggedIn loggedIn() {
    if (current == null) {
      throw notLoggedIn();
    }
    return current;
  }

  private static ChatClientException notLoggedIn() {
    return new ChatClientException(Reason.NOT_LOGGED_IN, "log in first");
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

  @Override
  public AccountControl account() {
    return new AccountControl() {
      @Override
      public CompletableFuture<List<DeviceSession>> sessions() {
        return inSession(requests::sessions);
      }

      @Override
      public CompletableFuture<Void> endSession(DeviceSession session) {
        return inSession(own -> requests.endSessions(own, session.key()));
      }

      @Override
      public CompletableFuture<Void> endOtherSessions() {
        return inSession(own -> requests.endSessions(own, ""));
      }

      @Override
      public CompletableFuture<Void> changePassword(String oldPassword, String newPassword) {
        return inSession(own -> requests.changePassword(own, oldPassword, newPassword));
      }
    };
  }

  // ---- Conversations. ----

  @Override
  public CompletableFuture<List<Person>> people() {
    return onLoop(
        () ->
            requests
                .people()
                .thenApply(
                    people -> {
                      if (current != null) {
                        current.everybody(people);
                      }
                      return people;
                    }));
  }

  @Override
  public CompletableFuture<List<Conversation>> conversations() {
    return inSession(requests::conversations);
  }

  @Override
  public CompletableFuture<SendReceipt> send(String to, String text) {
    try {
      Home at = homeForLines();
      Optional<Duration> patience = at.isOnDisk() ? Optional.empty() : Optional.of(deadline);
      OutboxLine line = lineIds.line(to, text);
      CompletableFuture<SendReceipt> stored = at.outbox().send(line, patience);
      CompletableFuture<SendReceipt> result = new CompletableFuture<>();
      CompletableFuture<?> unused =
          stored.whenComplete((receipt, failure) -> settle(result, receipt, failure));
      return result;
    } catch (ChatClientException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Home homeForLines() {
    if (closed.get()) {
      throw new ChatClientException(Reason.CLOSED, "the client is closed");
    }
    Home now = home;
    if (now == null || username.isEmpty()) {
      throw notLoggedIn();
    }
    return now;
  }

  @Override
  public ChatOutbox outbox() {
    return new ChatOutbox() {
      @Override
      public OutgoingMessage queue(String to, String text) {
        return homeForLines().outbox().queue(lineIds.line(to, text));
      }

      @Override
      public List<OutgoingMessage> lines() {
        Home now = home;
        return now == null ? List.of() : now.outbox().lines();
      }

      @Override
      public boolean retry(String id) {
        Home now = home;
        return now != null && now.outbox().retry(id);
      }

      @Override
      public Optional<OutgoingMessage> edit(String id, String text) {
        Outbox lines = homeForLines().outbox();
        return lines
            .line(id)
            .map(line -> lineIds.line(line.to(), text))
            .flatMap(line -> lines.edit(id, line));
      }

      @Override
      public boolean discard(String id) {
        Home now = home;
        return now != null && now.outbox().discard(id);
      }
    };
  }

  @Override
  public LocalHistory localHistory() {
    return new LocalHistory() {
      @Override
      public List<Conversation> conversations() {
        Home now = home;
        return now == null ? List.of() : now.copy().conversations();
      }

      @Override
      public List<ChatMessage> history(String with, long beforeSequence, int limit) {
        Home now = home;
        return now == null ? List.of() : now.copy().history(with, beforeSequence, limit);
      }
    };
  }

  @Override
  public CompletableFuture<List<ChatMessage>> history(String with, long beforeSequence, int limit) {
    return inSession(
        session -> {
          Home at = home;
          if (at == null || !at.isOnDisk()) {
            return requests.before(session, with, beforeSequence, limit);
          }
          return at.copy()
              .wholePage(with, beforeSequence, limit)
              .map(CompletableFuture::completedFuture)
              .orElseGet(() -> fetch(at, session, with, beforeSequence, limit));
        });
  }

  private CompletableFuture<List<ChatMessage>> fetch(
      Home at, Session session, String with, long beforeSequence, int limit) {
    return requests
        .before(session, with, beforeSequence, limit)
        .thenApply(
            page -> {
              page.forEach(message -> at.copy().add(with, message, Origin.HISTORY));
              return page;
            });
  }

  @Override
  public CompletableFuture<Void> markRead(String with, long sequence) {
    return inSession(session -> loggedIn().read(with, sequence));
  }

  @Override
  public void typing(String to, boolean writes) {
    loop.execute(
        () -> {
          if (current != null) {
            current.typing(to, writes);
          }
        });
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
    Home left = home;
    home = null;
    if (left != null) {
      left.close(true);
    }
    disk.end();
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
              .whenComplete((done, failure) -> endIfSessionIsOver(session, failure));
        });
  }

  private static void endIfSessionIsOver(LoggedIn session, @Nullable Throwable failure) {
    if (failure != null && reasonOf(failure) == Reason.NOT_LOGGED_IN) {
      session.onSessionEnded();
    }
  }

  /** Runs what may block on the disk's thread, and goes on with its answer on the loop's. */
  private <T> CompletableFuture<T> fromDisk(Supplier<T> read) {
    CompletableFuture<T> result = new CompletableFuture<>();
    boolean taken =
        disk.offer(
            () -> {
              try {
                T found = read.get();
                loop.execute(() -> result.complete(found));
              } catch (ChatClientException e) {
                loop.execute(() -> result.completeExceptionally(e));
              }
            });
    if (!taken) {
      result.completeExceptionally(new ChatClientException(Reason.CLOSED, "the client is closed"));
    }
    return result;
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
