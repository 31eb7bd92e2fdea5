package io.jmessage.server.support;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.jmessage.proto.error.ErrorDetail;
import io.jmessage.proto.error.Reason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Collects every status that is no row of the table in errors.proto: with another status than the
 * reason's, or without a reason. INTERNAL has a row, but no test expects it.
 */
public final class ConformanceInterceptor implements ClientInterceptor {
  private static final Map<Reason, Status.Code> TABLE =
      Map.ofEntries(
          Map.entry(Reason.NOT_MASTER, Status.Code.UNIMPLEMENTED),
          Map.entry(Reason.NO_MASTER, Status.Code.UNAVAILABLE),
          Map.entry(Reason.OUTCOME_UNKNOWN, Status.Code.UNAVAILABLE),
          Map.entry(Reason.TOO_BUSY, Status.Code.RESOURCE_EXHAUSTED),
          Map.entry(Reason.TOO_FEW_COPIES, Status.Code.UNAVAILABLE),
          Map.entry(Reason.STALE_EPOCH, Status.Code.UNAVAILABLE),
          Map.entry(Reason.WRONG_CLUSTER, Status.Code.FAILED_PRECONDITION),
          Map.entry(Reason.INVALID_METADATA, Status.Code.INVALID_ARGUMENT),
          Map.entry(Reason.TOO_LARGE, Status.Code.RESOURCE_EXHAUSTED),
          Map.entry(Reason.NOT_LOGGED_IN, Status.Code.UNAUTHENTICATED),
          Map.entry(Reason.TOO_SLOW, Status.Code.RESOURCE_EXHAUSTED));

  private final List<String> violations = new CopyOnWriteArrayList<>();

  public List<String> violations() {
    return violations;
  }

  /** The detail of an error, or the default one if it has none. */
  public static ErrorDetail detail(Throwable failure) {
    com.google.rpc.Status status = StatusProto.fromThrowable(failure);
    if (status == null || status.getDetailsCount() != 1) {
      return ErrorDetail.getDefaultInstance();
    }
    try {
      Any any = status.getDetails(0);
      return any.unpack(ErrorDetail.class);
    } catch (InvalidProtocolBufferException e) {
      return ErrorDetail.getDefaultInstance();
    }
  }

  @Override
  public <Q, R> ClientCall<Q, R> interceptCall(
      MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      private volatile boolean cancelledHere;

      @Override
      public void start(Listener<R> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                if (!cancelledHere) {
                  check(method.getFullMethodName(), status, trailers);
                }
                super.onClose(status, trailers);
              }
            },
            headers);
      }

      @Override
      public void cancel(String message, Throwable cause) {
        cancelledHere = true;
        super.cancel(message, cause);
      }
    };
  }

  private void check(String method, Status status, Metadata trailers) {
    if (status.isOk()) {
      return;
    }
    Reason reason = detail(new StatusRuntimeException(status, trailers)).getReason();
    if (status.getCode() != TABLE.get(reason)) {
      violations.add(method + " ended with " + status + ", reason " + reason);
    }
  }
}
