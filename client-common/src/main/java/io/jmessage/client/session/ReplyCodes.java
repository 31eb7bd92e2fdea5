package io.jmessage.client.session;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import java.util.Optional;

/** The error codes inside replies, in words for people. */
public final class ReplyCodes {
  public static final int OK = 0;
  public static final int NOT_LOGGED_IN = 14;
  public static final int NO_MESSAGES = 17;

  private ReplyCodes() {}

  /** What the code means to the caller; empty: all is well. */
  public static Optional<ChatClientException> failure(int code, String text) {
    return switch (code) {
      case OK -> Optional.empty();
      case 3 ->
          failure(Reason.INVALID_USERNAME, "a name has 1 to 64 characters, no control characters");
      case 4 -> failure(Reason.INVALID_PASSWORD, "a password has 1 to 128 characters");
      case 5 -> failure(Reason.INVALID_MESSAGE, "a message has 1 byte to 64 KiB of text");
      case 8 -> failure(Reason.USERNAME_TAKEN, "this name is taken");
      case 9, 11 -> failure(Reason.UNKNOWN_USER, "there is no user of this name");
      case 10 -> failure(Reason.WRONG_PASSWORD, "the password is wrong");
      case NOT_LOGGED_IN -> failure(Reason.NOT_LOGGED_IN, "the session has ended; log in again");
      case 15 -> failure(Reason.UNKNOWN_RECEIVER, "there is no user of this name");
      default -> failure(Reason.PROTOCOL, "the server answered code " + code + ": " + text);
    };
  }

  /** Throws what the code means, if it is not {@link #OK}. */
  public static void check(int code, String text) {
    failure(code, text)
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private static Optional<ChatClientException> failure(Reason reason, String text) {
    return Optional.of(new ChatClientException(reason, text));
  }
}
