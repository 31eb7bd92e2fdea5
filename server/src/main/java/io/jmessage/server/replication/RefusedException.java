package io.jmessage.server.replication;

/** The master cannot take the command now. Nothing happened; retry later, perhaps elsewhere. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a master refuses. */
  public enum Reason {
    /** A queue is full. */
    TOO_BUSY,
    /** Fewer servers are in sync than the operator asks for. */
    TOO_FEW_COPIES,
    /** The engine is stopping or has stopped. */
    CLOSED
  }

  private final Reason reason;

  public RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
