package io.jmessage.bench.measure;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jmessage.bench.contender.ClientChannels;
import io.jmessage.bench.contender.Users;
import io.jmessage.bench.load.Recording;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.ServerResponse;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** Logins that begin together; each is tried until it is in. Thread-safe. */
final class LoginStorm implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;

  /** About what a server that is busy asks for, spread so that they do not come back together. */
  private static final long RETRY_MILLIS_LEAST = 500;

  private static final long RETRY_MILLIS_MOST = 1_500;
  private static final int TRIES_MAX = 500;

  private final ClientChannels channels;
  private final Users users;
  private final int count;
  private final Recording recording = new Recording();
  private final LongAdder refused = new LongAdder();
  private final ScheduledExecutorService later =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "logins");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long begun;
  private volatile long ended;

  LoginStorm(ClientChannels channels, Users users, int count) {
    this.channels = channels;
    this.users = users;
    this.count = count;
  }

  void begin() {
    recording.open();
    begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      new Login(i).attempt();
    }
  }

  long done() {
    return recording.endedCount();
  }

  Optional<String> failure() {
    return recording.failure();
  }

  /** From the beginning to the last one. */
  double seconds() {
    return (ended - begun) / 1e9;
  }

  /** How long each took, with all its tries. */
  Histogram waits() {
    return recording.close();
  }

  /** How often one was told to try again. */
  long refused() {
    return refused.sum();
  }

  @Override
  public void close() {
    later.shutdownNow();
  }

  private final class Login implements StreamObserver<ServerResponse> {
    private final int user;
    private int tries;
    private String wrong = "no answer";

    Login(int user) {
      this.user = user;
    }

    void attempt() {
      tries++;
      ClientAccountGrpc.newStub(channels.of(user))
          .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
          .login(
              LoginRequest.newBuilder()
                  .setUsername(users.name(user))
                  .setPassword(Users.PASSWORD)
                  .build(),
              this);
    }

    @Override
    public void onNext(ServerResponse response) {
      wrong = response.getErrorCode() == 0 ? "" : response.getErrorMessage();
    }

    @Override
    public void onError(Throwable cause) {
      Status status = Status.fromThrowable(cause);
      if (status.getCode() == Status.Code.RESOURCE_EXHAUSTED && tries < TRIES_MAX) {
        refused.increment();
        long millis = ThreadLocalRandom.current().nextLong(RETRY_MILLIS_LEAST, RETRY_MILLIS_MOST);
        ScheduledFuture<?> unused = later.schedule(this::attempt, millis, TimeUnit.MILLISECONDS);
      } else {
        recording.failed(status.toString());
      }
    }

    @Override
    public void onCompleted() {
      if (wrong.isEmpty()) {
        ended = System.nanoTime();
        recording.ended(ended - begun);
      } else {
        recording.failed(wrong);
      }
    }
  }
}
