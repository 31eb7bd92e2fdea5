package io.jmessage.server.rehearsal;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.SendManyRequest;
import io.jmessage.proto.client.SendManyResponse;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.proto.client.SubscribeRequest;
import io.jmessage.server.api.ClientServer;
import io.jmessage.server.chat.Argon2;
import io.jmessage.server.chat.ChatStateMachine;
import io.jmessage.server.chat.ReplicatedChat;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.StateMachine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this process do a master's work for its clients, in small and on its own, so that a slave
 * that is promoted is fast from its first call: the JIT compilers know the way by then, which
 * otherwise takes them most of a minute (docs/performance.md).
 *
 * <p>A client port on the loopback address with a chat of its own, on a scratch directory that is
 * gone afterwards; a steady, low rate. What fails here ends the rehearsal and nothing else.
 */
public final class Rehearsal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

  private static final String DIRECTORY = "rehearsal";
  private static final int SENDS_PER_TICK = 10;
  private static final long TICK_MILLIS = 20;
  private static final int TICKS_PER_SNAPSHOT = 50;
  private static final int OPEN_MAX = 256;
  private static final long CLOSE_MILLIS_MAX = 5_000;

  /** As cheap as it gets: two accounts are all that is hashed. */
  private static final Argon2 CHEAP = new Argon2(64, 1);

  private static final String PASSWORD = "rehearsal";
  private static final List<String> NAMES = List.of("ann", "bob");

  private final Path directory;
  private final Duration length;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "rehearsal");
  private final AtomicLong answered = new AtomicLong();
  private final Semaphore free = new Semaphore(OPEN_MAX);

  private Rehearsal(Path directory, Duration length) {
    this.directory = directory;
    this.length = length;
    thread.setDaemon(true);
  }

  /**
   * Begins, and returns at once. It ends by itself.
   *
   * @param dataDirectory in which it makes a directory of its own, and removes it
   */
  public static Rehearsal start(Path dataDirectory, Duration length) {
    Rehearsal rehearsal = new Rehearsal(dataDirectory.resolve(DIRECTORY), length);
    rehearsal.thread.start();
    return rehearsal;
  }

  /** How many sends were answered so far. */
  long answered() {
    return answered.get();
  }

  boolean isOver() {
    return !thread.isAlive();
  }

  private void run() {
    long begun = System.nanoTime();
    try {
      remove();
      Files.createDirectories(directory);
      rehearse();
      LOG.debug("rehearsed {} sends in {} ms", answered, (System.nanoTime() - begun) / 1_000_000);
    } catch (IOException | RuntimeException e) {
      LOG.debug("the rehearsal ended early", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      removeQuietly();
    }
  }

  private void rehearse() throws IOException, InterruptedException {
    try (ChatStateMachine state = ChatStateMachine.open(directory);
        RehearsalEngine engine = new RehearsalEngine(state);
        ReplicatedChat chat = new ReplicatedChat(engine, state, CHEAP, Rehearsal::micros);
        ClientServer server = new ClientServer(new Address("127.0.0.1", 0), engine, chat)) {
      server.start();
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
      try {
        converse(ClientAccountGrpc.newStub(channel), join(channel), state);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static List<String> join(ManagedChannel channel) {
    ClientAccountGrpc.ClientAccountBlockingStub calls =
        ClientAccountGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
    return NAMES.stream()
        .map(
            name -> {
              ServerResponse unused =
                  calls.createAccount(
                      CreateAccountRequest.newBuilder()
                          .setUsername(name)
                          .setPassword(PASSWORD)
                          .build());
              return calls
                  .login(LoginRequest.newBuilder().setUsername(name).setPassword(PASSWORD).build())
                  .getSessionId();
            })
        .toList();
  }

  private void converse(
      ClientAccountGrpc.ClientAccountStub calls, List<String> sessions, ChatStateMachine state)
      throws IOException, InterruptedException {
    for (String session : sessions) {
      calls.subscribe(
          SubscribeRequest.newBuilder().setSessionId(session).build(), new Ignored<Event>());
    }
    StreamObserver<SendManyRequest> stream = calls.sendMany(new Freeing<SendManyResponse>());
    long end = System.nanoTime() + length.toNanos();
    long sent = 0;
    long ticks = 0;
    while (System.nanoTime() < end && !closed.await(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
      if (++ticks % TICKS_PER_SNAPSHOT == 0) {
        copy(state);
      }
      for (int i = 0; i < SENDS_PER_TICK && free.tryAcquire(); i++) {
        send(calls, stream, sessions, sent++);
      }
    }
  }

  /** As a server does of its own state: much of what a command runs through, on other ways. */
  private static void copy(ChatStateMachine state) throws IOException {
    try (StateMachine.Snapshot snapshot = state.openSnapshot()) {
      snapshot.writeTo(OutputStream.nullOutputStream());
    }
  }

  private void send(
      ClientAccountGrpc.ClientAccountStub calls,
      StreamObserver<SendManyRequest> stream,
      List<String> sessions,
      long number) {
    int from = (int) (number % NAMES.size());
    SendRequest request =
        SendRequest.newBuilder()
            .setSessionId(sessions.get(from))
            .setTo(NAMES.get(1 - from))
            .setMessage("line " + number + " of a rehearsal")
            .build();
    if (number % 4 == 3) {
      stream.onNext(SendManyRequest.newBuilder().setNumber(number).setSend(request).build());
    } else {
      calls.send(request, new Freeing<>());
    }
  }

  private static long micros() {
    return TimeUnit.NANOSECONDS.toMicros(System.nanoTime());
  }

  private void remove() throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> tree = Files.walk(directory)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private void removeQuietly() {
    try {
      remove();
    } catch (IOException e) {
      LOG.debug("the next start removes {}", directory, e);
    }
  }

  /** Ends it, and waits for that a bounded time. Idempotent. */
  @Override
  public void close() {
    closed.countDown();
    try {
      thread.join(CLOSE_MILLIS_MAX);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static class Ignored<T> implements StreamObserver<T> {
    @Override
    public void onNext(T value) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  /** An answer makes room for the next send. */
  private final class Freeing<T> extends Ignored<T> {
    @Override
    public void onNext(T value) {
      answered.incrementAndGet();
      free.release();
    }
  }
}
