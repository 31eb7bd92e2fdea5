package io.jmessage.client.cluster;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One try of one request at one master. Ends once, with an answer or a failure, or without a word
 * after {@link #abort}. Loop thread only.
 */
final class UnaryAttempt<Q, A> {
  /** Hears the end of the attempt. */
  interface Listener<A> {
    void onAnswer(A answer);

    void onFailure(CallFailure failure);
  }

  private final ClientCall<Q, A> call;
  private final CallMetadata metadata;
  private final Listener<A> listener;
  private boolean ended;

  UnaryAttempt(
      Master master,
      MethodDescriptor<Q, A> method,
      Duration deadline,
      CallMetadata metadata,
      Listener<A> listener) {
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
    this.call = master.channel().newCall(method, options);
    this.metadata = metadata;
    this.listener = listener;
  }

  void start(Q request, CallIds ids) {
    call.start(new Answer(), metadata.headers(ids));
    call.request(2); // one answer, and the second that a broken server might send
    call.sendMessage(request);
    call.halfClose();
  }

  void abort() {
    ended = true;
    call.cancel("the master is gone, or nobody waits any more", null);
  }

  private void fail(CallFailure failure) {
    if (!ended) {
      abort();
      listener.onFailure(failure);
    }
  }

  private final class Answer extends ClientCall.Listener<A> {
    private @Nullable A answer;

    @Override
    public void onHeaders(Metadata headers) {
      Optional<CallFailure> refused = metadata.accept(headers);
      refused.ifPresent(UnaryAttempt.this::fail);
    }

    @Override
    public void onMessage(A message) {
      answer = message;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (ended) {
        return;
      }
      if (status.isOk() && answer != null) {
        ended = true;
        listener.onAnswer(answer);
      } else if (status.isOk()) {
        fail(CallFailure.of(CallFailure.Kind.UNEXPECTED, "the server answered nothing"));
      } else {
        fail(CallFailure.read(status, trailers));
      }
    }
  }
}
