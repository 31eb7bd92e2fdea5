package io.jmessage.server.replication.failstop.transport;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a call whose bytes are no message with INVALID_ARGUMENT, and one whose handler fails with
 * INTERNAL, which is a bug and logged once; bounds what statuses say. Needs messages as streams, so
 * that they are parsed behind it. Thread-safe.
 */
final class MalformedCallInterceptor implements ServerInterceptor {

  private static final Logger LOG = LoggerFactory.getLogger(MalformedCallInterceptor.class);

  /**
   * A description travels in the headers, and too long ones end the whole connection, with
   * everybody's calls. Not ASCII, it takes up to nine bytes a character there.
   */
  private static final int DESCRIPTION_MAX = 500;

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    OnceClosed<Q, R> once = new OnceClosed<>(call);
    return new Guarded<>(next.startCall(once, headers), once);
  }

  private static Status statusFor(RuntimeException failure, String method) {
    if (failure.getCause() instanceof InvalidProtocolBufferException) {
      return Status.INVALID_ARGUMENT.withDescription("the bytes are no message of this call");
    }
    LOG.error("the call {} failed", method, failure);
    return Status.INTERNAL.withDescription("a bug; see the server's log");
  }

  /** A handler may still end a call that was ended for it. */
  private static final class OnceClosed<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private boolean closed;

    OnceClosed(ServerCall<Q, R> call) {
      super(call);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      synchronized (this) {
        if (closed) {
          return;
        }
        closed = true;
      }
      super.close(bounded(status), trailers);
    }

    private static Status bounded(Status status) {
      String text = status.getDescription();
      return text == null || text.length() <= DESCRIPTION_MAX
          ? status
          : status.withDescription(text.substring(0, DESCRIPTION_MAX) + "...");
    }
  }

  private static final class Guarded<Q> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, ?> call;

    Guarded(ServerCall.Listener<Q> listener, ServerCall<Q, ?> call) {
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

    private void guard(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        call.close(statusFor(e, call.getMethodDescriptor().getFullMethodName()), new Metadata());
      }
    }
  }
}
