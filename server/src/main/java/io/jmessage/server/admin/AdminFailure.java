package io.jmessage.server.admin;

/** What was asked for did not come about; the message is one line that says what to do. */
final class AdminFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AdminFailure(String message) {
    super(message);
  }
}
