package io.jmessage.server.replication;

/**
 * The command cannot be applied by this version or does not fit the state's limits: a bug of the
 * caller. Nothing happened, and repeating it does not help.
 */
public final class InvalidCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidCommandException(String message) {
    super(message);
  }
}
