package io.jmessage.system;

/** What cannot go on, in one line for the person at the terminal. */
public final class SystemFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SystemFailure(String message) {
    super(message);
  }

  public SystemFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
