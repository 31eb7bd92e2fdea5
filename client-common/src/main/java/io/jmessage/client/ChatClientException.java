package io.jmessage.client;

/** A request that failed for good; retries, where they help, have been made. */
public final class ChatClientException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What a face explains to its user. */
  public enum Reason {
    INVALID_USERNAME,
    INVALID_PASSWORD,
    INVALID_MESSAGE,
    USERNAME_TAKEN,
    UNKNOWN_USER,
    WRONG_PASSWORD,
    NOT_LOGGED_IN,
    UNKNOWN_RECEIVER,
    /** No master answered before the deadline. A request that changes something may yet happen. */
    TIMED_OUT,
    /** The addresses belong to another cluster than the one this client knows. */
    WRONG_CLUSTER,
    /** This machine's disk does not take what should be kept. Nothing happened. */
    NOT_SAVED,
    /** The account that was logged in is gone, and what waited with it. */
    ACCOUNT_DELETED,
    /** Too many requests of this client wait already. Nothing happened; try again later. */
    TOO_BUSY,
    CLOSED,
    /** A server answered what this client does not understand. */
    PROTOCOL
  }

  private final Reason reason;

  public ChatClientException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public ChatClientException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
