package io.jmessage.client.cluster;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.jmessage.proto.error.ErrorDetail;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a call ended without an answer, read from the machine-readable reason where there is one and
 * from the status otherwise. Never from text.
 *
 * @param master where the server said the master is
 * @param epoch of the server that said so; 0: unknown
 * @param retryDelay that the server asked for
 */
public record CallFailure(
    Kind kind, String text, Optional<ServerAddress> master, long epoch, Duration retryDelay) {

  /** What the client does next depends on this. */
  public enum Kind {
    /** A slave, or any server while nobody is master: nothing happened, look elsewhere. */
    NOT_MASTER,
    NO_MASTER,
    /** A master that was replaced, seen from either side. */
    STALE_EPOCH,
    WRONG_CLUSTER,
    /** No connection, or it broke: anything may have happened. */
    UNREACHABLE,
    /** The connection stands, but nothing came in time. */
    SILENT,
    OUTCOME_UNKNOWN,
    TOO_BUSY,
    TOO_FEW_COPIES,
    TOO_SLOW,
    NOT_LOGGED_IN,
    TOO_LARGE,
    /** Nothing that this client knows how to go on from. */
    UNEXPECTED
  }

  static CallFailure of(Kind kind, String text) {
    return new CallFailure(kind, text, Optional.empty(), 0, Duration.ZERO);
  }

  /** Why a request has to wait, in one line. */
  String forPeople() {
    return switch (kind) {
      case TOO_FEW_COPIES -> "too few servers are in sync to take messages";
      case TOO_BUSY, TOO_SLOW -> "the servers have too much to do";
      case UNREACHABLE, SILENT -> "the server does not answer";
      case NOT_MASTER, NO_MASTER, STALE_EPOCH -> "the servers are choosing a master";
      case OUTCOME_UNKNOWN -> "not confirmed yet: the master has changed";
      case WRONG_CLUSTER -> "the servers at these addresses belong to another cluster";
      case NOT_LOGGED_IN, TOO_LARGE, UNEXPECTED -> text;
    };
  }

  /** Says that this server is not the one to ask, whatever was asked. */
  boolean meansNotMaster() {
    return switch (kind) {
      case NOT_MASTER, NO_MASTER, STALE_EPOCH, WRONG_CLUSTER -> true;
      default -> false;
    };
  }

  /** The server is alive and talks. */
  boolean answered() {
    return kind != Kind.UNREACHABLE && kind != Kind.SILENT;
  }

  static CallFailure read(Status status, Metadata trailers) {
    return detail(status, trailers)
        .map(detail -> fromDetail(detail, status))
        .orElseGet(() -> of(kindOf(status.getCode()), describe(status)));
  }

  private static Optional<ErrorDetail> detail(Status status, Metadata trailers) {
    com.google.rpc.Status details = StatusProto.fromStatusAndTrailers(status, trailers);
    for (Any any : details.getDetailsList()) {
      if (any.is(ErrorDetail.class)) {
        try {
          return Optional.of(any.unpack(ErrorDetail.class));
        } catch (InvalidProtocolBufferException e) {
          return Optional.empty(); // the status code still says enough
        }
      }
    }
    return Optional.empty();
  }

  private static CallFailure fromDetail(ErrorDetail detail, Status status) {
    Kind kind =
        switch (detail.getReason()) {
          case NOT_MASTER -> Kind.NOT_MASTER;
          case NO_MASTER -> Kind.NO_MASTER;
          case OUTCOME_UNKNOWN -> Kind.OUTCOME_UNKNOWN;
          case TOO_BUSY -> Kind.TOO_BUSY;
          case TOO_FEW_COPIES -> Kind.TOO_FEW_COPIES;
          case STALE_EPOCH -> Kind.STALE_EPOCH;
          case WRONG_CLUSTER -> Kind.WRONG_CLUSTER;
          case NOT_LOGGED_IN -> Kind.NOT_LOGGED_IN;
          case TOO_LARGE -> Kind.TOO_LARGE;
          case TOO_SLOW -> Kind.TOO_SLOW;
          case INVALID_METADATA, INTERNAL -> Kind.UNEXPECTED;
          case REASON_UNSPECIFIED, UNRECOGNIZED -> kindOf(status.getCode());
        };
    return new CallFailure(
        kind,
        describe(status),
        addressOf(detail.getMasterAddress()),
        detail.getEpoch(),
        Duration.ofMillis(Math.max(0, detail.getRetryDelayMillis())));
  }

  // Statuses without a reason come from the transport, or from servers of the first Jmessage, whose
  // slaves answer UNIMPLEMENTED.
  private static Kind kindOf(Status.Code code) {
    return switch (code) {
      case UNIMPLEMENTED -> Kind.NOT_MASTER;
      case DEADLINE_EXCEEDED -> Kind.SILENT;
      case RESOURCE_EXHAUSTED -> Kind.TOO_BUSY;
      case UNAUTHENTICATED -> Kind.NOT_LOGGED_IN;
      case INVALID_ARGUMENT, PERMISSION_DENIED, OUT_OF_RANGE, NOT_FOUND, ALREADY_EXISTS ->
          Kind.UNEXPECTED;
      case FAILED_PRECONDITION, DATA_LOSS -> Kind.UNEXPECTED;
      case OK, CANCELLED, UNKNOWN, ABORTED, INTERNAL, UNAVAILABLE -> Kind.UNREACHABLE;
    };
  }

  private static Optional<ServerAddress> addressOf(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(ServerAddress.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a hint that cannot be read is no hint
    }
  }

  private static String describe(Status status) {
    String description = status.getDescription();
    return description == null ? status.getCode().name() : description;
  }
}
