package io.jmessage.server.api;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Objects;

/**
 * The one place where exceptions become statuses: whatever a handler throws or ends its call with
 * leaves as a row of {@link ApiErrors}. Outermost of the interceptors. Thread-safe.
 */
final class ErrorMappingInterceptor implements ServerInterceptor {

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    MappingCall<Q, R> mapping = new MappingCall<>(call);
    try {
      return new GuardedListener<>(next.startCall(mapping, headers), mapping);
    } catch (RuntimeException e) {
      mapping.fail(e);
      return new ServerCall.Listener<>() {};
    }
  }

  /** Closes at most once, and only with OK or a row of the table. */
  private static final class MappingCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private boolean closed;

    MappingCall(ServerCall<Q, R> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (status.isOk() || ApiErrors.isRow(new StatusRuntimeException(status, trailers))) {
        if (closesNow()) {
          super.close(status, trailers);
        }
      } else {
        fail(Objects.requireNonNullElseGet(status.getCause(), status::asRuntimeException));
      }
    }

    void fail(Throwable failure) {
      if (closesNow()) {
        StatusRuntimeException row = ApiErrors.of(failure);
        super.close(
            row.getStatus(), Objects.requireNonNullElseGet(row.getTrailers(), Metadata::new));
      }
    }

    /** True once: a handler may still end a call that failed before. */
    private synchronized boolean closesNow() {
      boolean now = !closed;
      closed = true;
      return now;
    }
  }

  /** Turns what a handler throws into the end of its call. */
  private static final class GuardedListener<Q> extends SimpleForwardingServerCallListener<Q> {
    private final MappingCall<?, ?> call;

    GuardedListener(ServerCall.Listener<Q> listener, MappingCall<?, ?> call) {
      super(listener);
      this.call = call;
    }

    @Override
    public void onMessage(Q message) {
      guard(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      guard(super::onHalfClose);
    }

    @Override
    public void onReady() {
      guard(super::onReady);
    }

    private void guard(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        call.fail(e);
      }
    }
  }
}
