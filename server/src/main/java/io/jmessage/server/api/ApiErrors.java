package io.jmessage.server.api;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.jmessage.proto.error.ErrorDetail;
import io.jmessage.proto.error.Reason;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.NotMasterException;
import io.jmessage.server.replication.OutcomeUnknownException;
import io.jmessage.server.replication.RefusedException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one factory of what a call may fail with, beside the codes of its reply: a row of the table
 * in errors.proto. Clients branch on the reason, never on text. Thread-safe.
 */
final class ApiErrors {
  private static final Logger LOG = LoggerFactory.getLogger(ApiErrors.class);

  /**
   * What the slaves of the first Jmessage were meant to say; its clients move on at UNIMPLEMENTED.
   */
  private static final String NOT_MASTER_TEXT = "NOT MASTER: CONNECT TO MASTER SERVER";

  /** An election after a crash takes well under a second. */
  private static final long NO_MASTER_DELAY_MILLIS = 200;

  private static final long TOO_BUSY_DELAY_MILLIS = 500;

  private ApiErrors() {}

  /** This server is not the master; names the one that is, or says that there is none. */
  static StatusRuntimeException notMaster(ClusterView view) {
    return notMaster(view.master(), view.epoch().number());
  }

  static StatusRuntimeException outcomeUnknown() {
    return error(
        Status.Code.UNAVAILABLE,
        "it may have happened; retry with the same ids",
        detail(Reason.OUTCOME_UNKNOWN));
  }

  static StatusRuntimeException tooBusy() {
    return error(
        Status.Code.RESOURCE_EXHAUSTED,
        "too busy; retry after the delay",
        detail(Reason.TOO_BUSY).setRetryDelayMillis(TOO_BUSY_DELAY_MILLIS));
  }

  static StatusRuntimeException tooFewCopies() {
    return error(
        Status.Code.UNAVAILABLE,
        "fewer servers are in sync than this cluster asks for",
        detail(Reason.TOO_FEW_COPIES).setRetryDelayMillis(TOO_BUSY_DELAY_MILLIS));
  }

  static StatusRuntimeException staleEpoch(long epoch) {
    return error(
        Status.Code.UNAVAILABLE,
        "you have seen a newer master than this server knows",
        detail(Reason.STALE_EPOCH).setEpoch(epoch).setRetryDelayMillis(NO_MASTER_DELAY_MILLIS));
  }

  static StatusRuntimeException wrongCluster() {
    return error(
        Status.Code.FAILED_PRECONDITION,
        "this server belongs to another cluster; check the addresses",
        detail(Reason.WRONG_CLUSTER));
  }

  /** Also for what is no request at all: both are bugs of the client, and nothing happened. */
  static StatusRuntimeException invalidMetadata(String text) {
    return error(Status.Code.INVALID_ARGUMENT, text, detail(Reason.INVALID_METADATA));
  }

  static StatusRuntimeException tooLarge() {
    return error(
        Status.Code.RESOURCE_EXHAUSTED,
        "a message has at most 4 MiB; do not retry",
        detail(Reason.TOO_LARGE));
  }

  static StatusRuntimeException notLoggedIn() {
    return error(
        Status.Code.UNAUTHENTICATED, "not logged in; log in first", detail(Reason.NOT_LOGGED_IN));
  }

  static StatusRuntimeException tooSlow() {
    return error(
        Status.Code.RESOURCE_EXHAUSTED,
        "the stream was read too slowly; resume from your position",
        detail(Reason.TOO_SLOW));
  }

  static StatusRuntimeException stopping() {
    return noMaster(0, "this server is stopping; go to another one");
  }

  /** The row for an exception. What has none is a bug: it is logged here, once. */
  static StatusRuntimeException of(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure;
    if (cause instanceof StatusRuntimeException status && isRow(status)) {
      return status;
    }
    if (cause instanceof NotMasterException notMaster) {
      return notMaster(notMaster.master(), 0);
    }
    if (cause instanceof OutcomeUnknownException) {
      return outcomeUnknown();
    }
    if (cause instanceof RefusedException refused) {
      return refused(refused);
    }
    if (cause.getCause() instanceof InvalidProtocolBufferException) {
      return invalidMetadata("the request is no message of this service");
    }
    LOG.error("a call of the client port failed", cause);
    return error(Status.Code.INTERNAL, "a bug; see the server's log", detail(Reason.INTERNAL));
  }

  /** Whether a status was made here. */
  static boolean isRow(StatusRuntimeException status) {
    com.google.rpc.Status details = StatusProto.fromThrowable(status);
    return details != null && details.getDetailsCount() > 0;
  }

  private static StatusRuntimeException refused(RefusedException refused) {
    return switch (refused.reason()) {
      case TOO_BUSY -> tooBusy();
      case TOO_FEW_COPIES -> tooFewCopies();
      case CLOSED -> stopping();
    };
  }

  private static StatusRuntimeException notMaster(Optional<ClusterView.Member> master, long epoch) {
    if (master.isEmpty()) {
      return noMaster(epoch, "an election is on; retry after the delay");
    }
    return error(
        Status.Code.UNIMPLEMENTED,
        NOT_MASTER_TEXT,
        detail(Reason.NOT_MASTER)
            .setMasterAddress(master.get().clientAddress().toString())
            .setEpoch(epoch));
  }

  private static StatusRuntimeException noMaster(long epoch, String text) {
    return error(
        Status.Code.UNAVAILABLE,
        text,
        detail(Reason.NO_MASTER).setEpoch(epoch).setRetryDelayMillis(NO_MASTER_DELAY_MILLIS));
  }

  private static ErrorDetail.Builder detail(Reason reason) {
    return ErrorDetail.newBuilder().setReason(reason);
  }

  private static StatusRuntimeException error(
      Status.Code code, String text, ErrorDetail.Builder detail) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage(text)
            .addDetails(Any.pack(detail.build()))
            .build());
  }
}
