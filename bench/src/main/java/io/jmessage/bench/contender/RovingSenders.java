package io.jmessage.bench.contender;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.jmessage.bench.load.Completion;
import io.jmessage.bench.load.Writer;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.proto.client.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Writers by the bare stub who look for the master together, as clients do: what a server refuses
 * or does not answer in time goes to the next one, with the same id. Thread-safe.
 */
public final class RovingSenders implements AutoCloseable {
  /** Longer than a loaded master takes, shorter than any fail-over without a word. */
  private static final long ATTEMPT_MILLIS = 500;

  private static final long PAUSE_MILLIS = 5;

  /** Some minutes of attempts: longer than any fail-over. */
  private static final int ATTEMPTS_MAX = 20_000;

  private final ClientChannels channels;
  private final int servers;
  private final AtomicInteger current = new AtomicInteger();
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "roving");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean closed;

  public RovingSenders(List<String> addresses) {
    servers = addresses.size();
    channels = new ClientChannels(addresses, servers);
  }

  /** So many writers, each to the other one of its pair. */
  public List<Writer> writers(Users users, int count, int size) {
    List<Writer> writers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      writers.add(
          new Sender(
              SendRequest.newBuilder()
                  .setSessionId(users.session(i))
                  .setTo(users.name(Jmessage.receiver(i)))
                  .setMessage(Texts.ofSize(size))
                  .build()));
    }
    return List.copyOf(writers);
  }

  private ManagedChannel channel(int server) {
    ManagedChannel channel = channels.of(server);
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      channel.enterIdle(); // It connects at once, whatever its back-off is.
    }
    return channel;
  }

  @Override
  public void close() {
    closed = true;
    later.shutdownNow();
    channels.close();
  }

  private final class Sender implements Writer.Calling {
    private final SendRequest line;
    private final MessageIds ids = new MessageIds();

    Sender(SendRequest line) {
      this.line = line;
    }

    @Override
    public void begin(Completion completion) {
      SendRequest next = line.toBuilder().setClientMessageId(ids.next()).build();
      new Attempt(next, completion, 1).make();
    }
  }

  private final class Attempt implements StreamObserver<ServerResponse> {
    private final SendRequest line;
    private final Completion completion;
    private final int number;
    private final int server;
    private @Nullable ServerResponse answer;

    Attempt(SendRequest line, Completion completion, int number) {
      this.line = line;
      this.completion = completion;
      this.number = number;
      this.server = current.get();
    }

    void make() {
      ClientAccountGrpc.newStub(channel(server))
          .withDeadlineAfter(ATTEMPT_MILLIS, TimeUnit.MILLISECONDS)
          .send(line, this);
    }

    @Override
    public void onNext(ServerResponse response) {
      answer = response;
    }

    @Override
    public void onError(Throwable cause) {
      boolean unusedOthersMovedOn = current.compareAndSet(server, (server + 1) % servers);
      if (closed || number == ATTEMPTS_MAX) {
        completion.failed("no master: " + cause.getMessage());
      } else {
        Attempt next = new Attempt(line, completion, number + 1);
        ScheduledFuture<?> unused = later.schedule(next::make, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public void onCompleted() {
      if (answer != null && answer.getErrorCode() == 0) {
        completion.done();
      } else {
        completion.failed(answer == null ? "no answer" : answer.getErrorMessage());
      }
    }
  }
}
