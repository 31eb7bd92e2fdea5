package io.jmessage.bench.measure;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jmessage.bench.contender.ClientChannels;
import io.jmessage.bench.contender.Users;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.Message;
import io.jmessage.proto.client.SubscribeRequest;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Open streams of events, as many as asked for, shared among accounts in turn. Thread-safe. */
final class Streams implements AutoCloseable {
  /** A connection holds 10,000 calls at most; several share the work. */
  private static final int STREAMS_PER_CONNECTION = 500;

  /** A server that is asked for all at once tells most of them to come again. */
  private static final int OPENING_AT_ONCE = 100;

  private static final Duration OPEN = Duration.ofMinutes(5);

  private final ClientChannels channels;
  private final Users accounts;
  private final int firstUser;
  private final int users;
  private final int count;
  private final Consumer<Message> pushed;
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> ends = new ConcurrentLinkedQueue<>();
  private volatile boolean closing;

  /**
   * Opens them, and waits until all have been told what there was.
   *
   * @param firstUser of those whose streams they are, and {@code users} of them
   * @param pushed hears every message to one of them, on each of its streams
   */
  Streams(
      String master,
      Users accounts,
      int firstUser,
      int users,
      int count,
      Consumer<Message> pushed) {
    this.count = count;
    this.pushed = pushed;
    channels = new ClientChannels(List.of(master), Math.max(1, count / STREAMS_PER_CONNECTION));
    this.accounts = accounts;
    this.firstUser = firstUser;
    this.users = users;
    for (int i = 0; i < Math.min(OPENING_AT_ONCE, count); i++) {
      openNext();
    }
    Wait.until(
        OPEN,
        () -> "only " + open.get() + " of " + count + " streams are open; " + end(),
        () -> open.get() == count || !ends.isEmpty());
    requireOpen();
  }

  /** Once for each that may be opening, and for each that is open. */
  private void openNext() {
    int next = asked.getAndIncrement();
    if (next < count) {
      int user = firstUser + next % users;
      SubscribeRequest request =
          SubscribeRequest.newBuilder().setSessionId(accounts.session(user)).build();
      ClientAccountGrpc.newStub(channels.of(next))
          .subscribe(request, new Listener(accounts.name(user)));
    }
  }

  /**
   * Looks after them.
   *
   * @throws SystemFailure if one has ended
   */
  void requireOpen() {
    if (!ends.isEmpty()) {
      throw new SystemFailure("a stream of " + count + " ended: " + end().orElse(""));
    }
  }

  private Optional<String> end() {
    return Optional.ofNullable(ends.peek());
  }

  @Override
  public void close() {
    closing = true;
    channels.close();
  }

  private final class Listener implements StreamObserver<Event> {
    private final String name;
    private boolean caughtUp;

    Listener(String name) {
      this.name = name;
    }

    @Override
    public void onNext(Event event) {
      if (event.hasCaughtUp() && !caughtUp) {
        caughtUp = true;
        int unused = open.incrementAndGet();
        openNext();
      } else if (event.hasMessage() && event.getMessage().getTo().equals(name)) {
        pushed.accept(event.getMessage());
      }
    }

    @Override
    public void onError(Throwable cause) {
      ended(Status.fromThrowable(cause).toString());
    }

    @Override
    public void onCompleted() {
      ended("by the server");
    }

    private void ended(String how) {
      if (!closing) {
        ends.add(how);
      }
    }
  }
}
