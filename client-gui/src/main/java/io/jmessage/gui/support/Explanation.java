package io.jmessage.gui.support;

import io.jmessage.client.ChatClientException;

/** What went wrong, in words for the person at the window, with what to do about it. */
public final class Explanation {

  private Explanation() {}

  /** One sentence or two. */
  public static String of(ChatClientException failure) {
    return switch (failure.reason()) {
      case INVALID_USERNAME -> "A name has 1 to 64 characters and no control characters.";
      case INVALID_PASSWORD -> "A password has 1 to 128 characters.";
      case INVALID_MESSAGE ->
          "The servers do not take this message: it is empty or longer than 64 KiB.";
      case USERNAME_TAKEN -> "This name is taken. Choose another one.";
      case UNKNOWN_USER -> "There is no account with this name.";
      case WRONG_PASSWORD -> "The password is wrong.";
      case NOT_LOGGED_IN -> "The session has ended. Please log in again.";
      case UNKNOWN_RECEIVER -> "This account does not exist any more.";
      case TIMED_OUT -> "No server answered in time. Please try again.";
      case WRONG_CLUSTER ->
          "These addresses belong to another cluster. Start the window with the right ones.";
      case NOT_SAVED -> "Not taken: " + failure.getMessage() + ".";
      case ACCOUNT_DELETED -> "The account has been deleted.";
      case TOO_BUSY -> "Too much waits to be sent already. Please try again in a moment.";
      case CLOSED -> "The connection is closed.";
      case PROTOCOL ->
          "The server answered what this version does not understand ("
              + failure.getMessage()
              + ").";
    };
  }
}
