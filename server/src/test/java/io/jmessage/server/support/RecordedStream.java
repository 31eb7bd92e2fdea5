package io.jmessage.server.support;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** What a server stream says, and how it ends. Every wait is bounded. */
public final class RecordedStream<Q, R> implements ClientResponseObserver<Q, R> {
  private static final long WAIT_SECONDS_MAX = 20;

  private final BlockingQueue<R> values = new LinkedBlockingQueue<>();
  private final CompletableFuture<Throwable> end = new CompletableFuture<>();
  private final boolean automatic;
  private volatile ClientCallStreamObserver<Q> call;

  public RecordedStream() {
    this(true);
  }

  /**
   * @param automatic false: it takes only what {@link #request} asks for
   */
  public RecordedStream(boolean automatic) {
    this.automatic = automatic;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> requestStream) {
    call = requestStream;
    if (!automatic) {
      requestStream.disableAutoRequestWithInitial(1);
    }
  }

  @Override
  public void onNext(R value) {
    values.add(value);
  }

  @Override
  public void onError(Throwable failure) {
    end.complete(failure);
  }

  @Override
  public void onCompleted() {
    end.complete(null);
  }

  public void request(int count) {
    call.request(count);
  }

  public void cancel() {
    call.cancel("the test is done with it", null);
  }

  public R next() {
    try {
      R value = values.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
      if (value == null) {
        throw new AssertionError("nothing came; the stream's end: " + end.getNow(null));
      }
      return value;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public R nextThat(Predicate<R> wanted) {
    R value = next();
    while (!wanted.test(value)) {
      value = next();
    }
    return value;
  }

  /** Everything up to and with the first that fits. */
  public List<R> upTo(Predicate<R> last) {
    List<R> all = new ArrayList<>();
    do {
      all.add(next());
    } while (!last.test(all.get(all.size() - 1)));
    return all;
  }

  /** What came and was not taken yet. */
  public List<R> waiting() {
    List<R> waiting = new ArrayList<>();
    values.drainTo(waiting);
    return waiting;
  }

  public Throwable end() {
    try {
      return end.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("the stream did not end", e);
    }
  }
}
