package io.jmessage.terminal;

import io.jmessage.client.ChatClientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failure becomes a line for the user. Never a stack trace. */
final class CliExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(CliExceptionHandler.class);

  private CliExceptionHandler() {}

  static String explain(RuntimeException failure) {
    if (failure instanceof ChatClientException known) {
      return explain(known);
    }
    if (failure instanceof CommandFailedException || failure instanceof ScriptFailure) {
      return String.valueOf(failure.getMessage());
    }
    log.error("A bug in the terminal client", failure);
    return "that failed unexpectedly; the log file has the details (see help)";
  }

  private static String explain(ChatClientException failure) {
    String text = String.valueOf(failure.getMessage());
    return switch (failure.reason()) {
      case INVALID_USERNAME, INVALID_PASSWORD, INVALID_MESSAGE -> text;
      case USERNAME_TAKEN -> "this name is taken; choose another";
      case UNKNOWN_USER, UNKNOWN_RECEIVER -> "there is no user of this name; list shows all";
      case WRONG_PASSWORD -> "the password is wrong";
      case NOT_LOGGED_IN -> "you are not logged in; use: login NAME";
      case TIMED_OUT -> text + " (it may still happen)";
      case NOT_SAVED, ACCOUNT_DELETED, TOO_BUSY, WRONG_CLUSTER, CLOSED, PROTOCOL -> text;
    };
  }
}
