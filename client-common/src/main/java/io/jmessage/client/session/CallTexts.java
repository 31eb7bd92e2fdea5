package io.jmessage.client.session;

import java.util.concurrent.CompletionException;

/** What a failure says to people. */
final class CallTexts {

  private CallTexts() {}

  static String of(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return String.valueOf(cause.getMessage());
  }
}
