package io.jmessage.server.replication;

/**
 * The command may have happened or may still happen: this server stopped being the master, or
 * stopped, before it knew. Retry with the same request id.
 */
public final class OutcomeUnknownException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public OutcomeUnknownException(String message) {
    super(message);
  }
}
