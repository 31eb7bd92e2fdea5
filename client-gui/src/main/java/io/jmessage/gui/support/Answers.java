package io.jmessage.gui.support;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brings the answers of a client to the UI thread. */
public final class Answers {

  private Answers() {}

  /** Runs exactly one of the two on the UI thread, when the answer is there. */
  public static <T extends @Nullable Object> void deliver(
      CompletableFuture<T> answer,
      Executor ui,
      Consumer<T> succeeded,
      Consumer<ChatClientException> failed) {
    // The stage that this makes never fails: both consumers run on the UI thread, not in it.
    var unused =
        answer.whenComplete(
            (value, failure) ->
                ui.execute(
                    () -> {
                      if (failure == null) {
                        succeeded.accept(value);
                      } else {
                        failed.accept(explain(failure));
                      }
                    }));
  }

  private static ChatClientException explain(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof ChatClientException known
        ? known
        : new ChatClientException(Reason.PROTOCOL, "Unexpected: " + cause, cause);
  }
}
