package io.jmessage.system.load;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import io.jmessage.proto.client.SubscribeRequest;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * Many users at one server, each with an open stream of events; they share a few connections. A
 * line carries the time of its sending, so that its receiver tells how long it took. Thread-safe.
 */
final class Crowd implements AutoCloseable {
  private static final int CONNECTIONS = 8;
  private static final String PASSWORD = "correct horse battery staple";
  private static final Duration SIGN_UP = Duration.ofMinutes(20);
  private static final int HASHES_AT_ONCE = 4;
  private static final long PROGRESS_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final int OPEN_SENDS_MAX = 5_000;
  private static final long DEADLINE_SECONDS = 60;

  private final List<ManagedChannel> channels = new ArrayList<>();
  private final String[] sessions;
  private final AtomicInteger ready = new AtomicInteger();
  private final AtomicInteger openStreams = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong delivered = new AtomicLong();
  private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
  private volatile Window window = new Window();
  private volatile boolean closing;

  Crowd(String address, int users) {
    sessions = new String[users];
    for (int i = 0; i < CONNECTIONS; i++) {
      channels.add(connect(address));
    }
  }

  static ManagedChannel connect(String address) {
    return NettyChannelBuilder.forTarget(address).usePlaintext().build();
  }

  int size() {
    return sessions.length;
  }

  String session(int user) {
    return sessions[user];
  }

  static String name(int user) {
    return "user" + user;
  }

  /** Has everybody sign up, log in and listen; tells how many have, about every five seconds. */
  void arrive(IntConsumer progress) {
    Semaphore hashing = new Semaphore(HASHES_AT_ONCE);
    long[] toldAt = {System.nanoTime()};
    for (int i = 0; i < sessions.length; i++) {
      acquire(hashing);
      signUp(i, hashing);
      tell(progress, toldAt);
    }
    Wait.until(
        SIGN_UP,
        () -> "only " + ready.get() + " of " + sessions.length + " users got in: " + problems,
        () -> {
          tell(progress, toldAt);
          return ready.get() == sessions.length || !problems.isEmpty();
        });
    if (!problems.isEmpty()) {
      throw new SystemFailure("users did not get in: " + problems.peek());
    }
    progress.accept(ready.get());
  }

  private void tell(IntConsumer progress, long[] toldAt) {
    if (System.nanoTime() - toldAt[0] > PROGRESS_NANOS) {
      toldAt[0] = System.nanoTime();
      progress.accept(ready.get());
    }
  }

  private static void acquire(Semaphore permits) {
    try {
      if (!permits.tryAcquire(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        throw new SystemFailure("the server does not sign anybody up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
  }

  private ClientAccountGrpc.ClientAccountStub stub(int user) {
    return ClientAccountGrpc.newStub(channels.get(user % CONNECTIONS));
  }

  private void signUp(int user, Semaphore hashing) {
    CreateAccountRequest create =
        CreateAccountRequest.newBuilder().setUsername(name(user)).setPassword(PASSWORD).build();
    LoginRequest login =
        LoginRequest.newBuilder().setUsername(name(user)).setPassword(PASSWORD).build();
    stub(user)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .createAccount(
            create,
            new Reply(
                created ->
                    stub(user)
                        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                        .login(
                            login,
                            new Reply(
                                in -> {
                                  hashing.release();
                                  sessions[user] = in.getSessionId();
                                  listen(user);
                                }))));
  }

  private void listen(int user) {
    SubscribeRequest request = SubscribeRequest.newBuilder().setSessionId(sessions[user]).build();
    stub(user).subscribe(request, new Listener(name(user)));
  }

  // ---- Sending.

  /** What is measured from now on goes there. */
  void measureIn(Window next) {
    window = next;
  }

  /** One line, unless too many wait for their acknowledgement; false then. */
  boolean send(int from, String to, String filler) {
    if (sent.get() - acknowledged.get() > OPEN_SENDS_MAX) {
      return false;
    }
    Window current = window;
    long now = System.nanoTime();
    sent.incrementAndGet();
    SendRequest line =
        SendRequest.newBuilder()
            .setSessionId(sessions[from])
            .setTo(to)
            .setMessage(now + " " + filler)
            .build();
    stub(from)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .send(
            line,
            new Reply(
                done -> {
                  acknowledged.incrementAndGet();
                  current.acknowledged().add(System.nanoTime() - now);
                }));
    return true;
  }

  /** Waits until every line is acknowledged, or somebody was told that one is not. */
  void awaitAcknowledged() {
    Wait.until(
        Duration.ofSeconds(2 * DEADLINE_SECONDS),
        () -> (sent.get() - acknowledged.get()) + " lines were not acknowledged",
        () -> sent.get() == acknowledged.get() || !problems.isEmpty());
  }

  long sent() {
    return sent.get();
  }

  long acknowledged() {
    return acknowledged.get();
  }

  long delivered() {
    return delivered.get();
  }

  int openStreams() {
    return openStreams.get();
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  // ---- Answers.

  /** One answer with code 0; everything else is a problem. */
  private final class Reply implements StreamObserver<ServerResponse> {
    private final java.util.function.Consumer<ServerResponse> good;

    Reply(java.util.function.Consumer<ServerResponse> good) {
      this.good = good;
    }

    @Override
    public void onNext(ServerResponse response) {
      if (response.getErrorCode() == 0) {
        good.accept(response);
      } else {
        problems.add(response.getErrorMessage());
      }
    }

    @Override
    public void onError(Throwable cause) {
      if (!closing) {
        problems.add("a call ended with " + Status.fromThrowable(cause));
      }
    }

    @Override
    public void onCompleted() {}
  }

  private final class Listener implements ClientResponseObserver<SubscribeRequest, Event> {
    private final String name;
    private boolean caughtUp;

    Listener(String name) {
      this.name = name;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<SubscribeRequest> call) {}

    @Override
    public void onNext(Event event) {
      if (event.hasCaughtUp() && !caughtUp) {
        caughtUp = true;
        openStreams.incrementAndGet();
        ready.incrementAndGet();
      } else if (event.hasMessage() && event.getMessage().getTo().equals(name)) {
        String text = event.getMessage().getMessage();
        delivered.incrementAndGet();
        long at = Long.parseLong(text.substring(0, text.indexOf(' ')));
        window.delivered().add(System.nanoTime() - at);
      }
    }

    @Override
    public void onError(Throwable cause) {
      ended("the stream of " + name + " ended with " + Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
      ended("the stream of " + name + " ended");
    }

    private void ended(String how) {
      openStreams.decrementAndGet();
      if (!closing) {
        problems.add(how);
      }
    }
  }

  @Override
  public void close() {
    closing = true;
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
