package io.jmessage.client.cluster;

import io.grpc.MethodDescriptor;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Carries requests through fail-overs: each goes to the master of the moment, again and again with
 * the same ids, until it is answered or its deadline passes; without a master it waits for one.
 * Bounded. Loop thread only; futures complete on it, with {@link ChatClientException} if at all.
 */
public final class MasterCalls implements MasterConnection.Listener {
  /** A face has a handful of requests under way; a queue this long has got out of hand. */
  private static final int PENDING_MAX = 20_000;

  private final EventLoop loop;
  private final MasterConnection connection;
  private final ConnectionReport report;
  private final CallMetadata metadata;
  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final Set<PendingCall<?, ?>> pending = new LinkedHashSet<>();
  private boolean closed;

  MasterCalls(
      EventLoop loop,
      MasterConnection connection,
      ConnectionReport report,
      CallMetadata metadata,
      RetryPolicy policy,
      RandomGenerator random) {
    this.loop = loop;
    this.connection = connection;
    this.report = report;
    this.metadata = metadata;
    this.policy = policy;
    this.random = random;
  }

  /** An answer, and the master that gave it. */
  public record Answer<A>(A reply, ServerAddress server) {}

  /** A request that changes nothing, or may be repeated without harm. */
  public <Q, A> CompletableFuture<A> read(
      MethodDescriptor<Q, A> method, Q request, Duration deadline) {
    return call(method, request, metadata.noIds(), deadline, why -> {}).thenApply(Answer::reply);
  }

  /** A request that changes something: it gets a number, and takes effect once. */
  public <Q, A> CompletableFuture<A> change(
      MethodDescriptor<Q, A> method, Q request, Duration deadline) {
    return changeAt(method, request, metadata.nextIds(), deadline, why -> {})
        .thenApply(Answer::reply);
  }

  /**
   * The same under ids that the request has already, perhaps since long ago, for who wants to know
   * where it was answered.
   *
   * @param why hears in words for people what it waits for, when it has to be tried again
   */
  public <Q, A> CompletableFuture<Answer<A>> changeAt(
      MethodDescriptor<Q, A> method,
      Q request,
      CallIds ids,
      Duration deadline,
      Consumer<String> why) {
    return call(method, request, ids, deadline, why);
  }

  private <Q, A> CompletableFuture<Answer<A>> call(
      MethodDescriptor<Q, A> method,
      Q request,
      CallIds ids,
      Duration deadline,
      Consumer<String> why) {
    if (closed) {
      return CompletableFuture.failedFuture(closedException());
    }
    if (pending.size() >= PENDING_MAX) {
      return CompletableFuture.failedFuture(
          new ChatClientException(
              Reason.TOO_BUSY, PENDING_MAX + " requests wait already; try again later"));
    }
    PendingCall<Q, A> call = new PendingCall<>(method, request, ids, deadline, why);
    pending.add(call);
    call.start();
    return call.future;
  }

  @Override
  public void onMasterFound(Master master) {
    List.copyOf(pending).forEach(PendingCall::masterFound);
  }

  @Override
  public void onMasterLost(Master master) {
    List.copyOf(pending).forEach(call -> call.masterLost(master));
  }

  @Override
  public void onWrongCluster(String text) {
    failAll(new ChatClientException(Reason.WRONG_CLUSTER, text));
  }

  /** Fails what is under way and whatever comes. */
  void close() {
    closed = true;
    failAll(closedException());
  }

  private void failAll(ChatClientException failure) {
    List.copyOf(pending).forEach(call -> call.fail(failure));
  }

  private static ChatClientException closedException() {
    return new ChatClientException(Reason.CLOSED, "the client is closed");
  }

  /** One request on its way: waiting for a master, at one, or between two attempts. */
  private final class PendingCall<Q, A> implements UnaryAttempt.Listener<A> {
    private final CompletableFuture<Answer<A>> future = new CompletableFuture<>();
    private final Backoff backoff = new Backoff();
    private final MethodDescriptor<Q, A> method;
    private final Q request;
    private final CallIds ids;
    private final Consumer<String> why;
    private final Duration allowed;
    private final long deadline;
    private Runnable cancelDeadline = () -> {};
    private Runnable cancelRetry = () -> {};
    private @Nullable UnaryAttempt<Q, A> attempt;
    private @Nullable Master askedMaster;
    private boolean pausing;

    PendingCall(
        MethodDescriptor<Q, A> method,
        Q request,
        CallIds ids,
        Duration allowed,
        Consumer<String> why) {
      this.method = method;
      this.request = request;
      this.ids = ids;
      this.why = why;
      this.allowed = allowed;
      this.deadline = System.nanoTime() + allowed.toNanos();
    }

    void start() {
      cancelDeadline = loop.schedule(allowed, this::onDeadline);
      tryNow();
    }

    void masterFound() {
      if (!pausing) {
        tryNow();
      }
    }

    /** An attempt at a master that is given up has no future: it goes to the next one. */
    void masterLost(Master lost) {
      if (askedMaster == lost && attempt != null) {
        attempt.abort();
        attempt = null;
      }
    }

    private void tryNow() {
      pausing = false;
      Master master = connection.master().orElse(null);
      if (master == null || attempt != null || future.isDone()) {
        return;
      }
      long left = deadline - System.nanoTime();
      Duration time = Duration.ofNanos(Math.max(1, Math.min(left, policy.attempt().toNanos())));
      UnaryAttempt<Q, A> next = new UnaryAttempt<>(master, method, time, metadata, this);
      attempt = next;
      askedMaster = master;
      next.start(request, ids);
    }

    @Override
    public void onAnswer(A answer) {
      ServerAddress from = Objects.requireNonNull(askedMaster, "asked").address();
      end();
      future.complete(new Answer<>(answer, from));
    }

    @Override
    public void onFailure(CallFailure failure) {
      attempt = null;
      if (askedMaster != null) {
        connection.judge(askedMaster, failure);
      }
      switch (failure.kind()) {
        case NOT_LOGGED_IN ->
            fail(new ChatClientException(Reason.NOT_LOGGED_IN, "the session has ended; log in"));
        case UNEXPECTED, TOO_LARGE, TOO_SLOW ->
            fail(new ChatClientException(Reason.PROTOCOL, "the server said: " + failure.text()));
        default -> retryLater(failure);
      }
    }

    private void retryLater(CallFailure failure) {
      if (future.isDone()) {
        return;
      }
      pausing = true;
      why.accept(failure.forPeople());
      Duration wait = policy.wait(backoff, failure.retryDelay(), random);
      cancelRetry = loop.schedule(wait, this::tryNow);
    }

    private void onDeadline() {
      String why = report.current().reason();
      String text = "no answer within " + allowed.toSeconds() + " s";
      fail(new ChatClientException(Reason.TIMED_OUT, why.isEmpty() ? text : text + ": " + why));
    }

    void fail(ChatClientException failure) {
      end();
      future.completeExceptionally(failure);
    }

    private void end() {
      pending.remove(this);
      cancelDeadline.run();
      cancelRetry.run();
      if (attempt != null) {
        attempt.abort();
        attempt = null;
      }
    }
  }
}
