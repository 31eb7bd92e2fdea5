package io.jmessage.bench.contender;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.jmessage.bench.load.Completion;
import io.jmessage.bench.load.Writer;
import org.jspecify.annotations.Nullable;

/** A writer whose operation is a unary call of gRPC, one at a time. */
abstract class UnaryCaller<T> implements Writer.Calling, StreamObserver<T> {
  static final long DEADLINE_SECONDS = 60;

  private volatile @Nullable Completion completion;
  private String refused = "no answer";

  /** Makes the call, which answers to this object. */
  abstract void call();

  /** Why this answer is none; empty if it is one. */
  String refusal(T answer) {
    return "";
  }

  @Override
  public final void begin(Completion next) {
    completion = next;
    call();
  }

  @Override
  public final void onNext(T answer) {
    refused = refusal(answer);
  }

  @Override
  public final void onError(Throwable cause) {
    current().failed(Status.fromThrowable(cause).toString());
  }

  @Override
  public final void onCompleted() {
    if (refused.isEmpty()) {
      current().done();
    } else {
      current().failed(refused);
    }
  }

  private Completion current() {
    Completion current = completion;
    if (current == null) {
      throw new IllegalStateException("an answer to nothing");
    }
    return current;
  }
}
