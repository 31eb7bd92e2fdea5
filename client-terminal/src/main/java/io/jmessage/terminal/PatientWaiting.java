package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits on the thread of the commands; an interrupt (Ctrl-C) ends the waiting, not the request. */
final class PatientWaiting implements Waiting {
  private static final long NOTE_AFTER_MILLIS = 1_500;

  private final ChatClient client;
  private final Output output;

  PatientWaiting(ChatClient client, Output output) {
    this.client = client;
    this.output = output;
  }

  @Override
  public <T> T on(CompletableFuture<T> request) {
    try {
      return waitFor(request);
    } catch (InterruptedException e) {
      // Not restored: the interrupt was the user's Ctrl-C, and this is its whole effect.
      throw new CommandFailedException("stopped waiting; the request may still happen");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
  }

  private <T> T waitFor(CompletableFuture<T> request)
      throws InterruptedException, ExecutionException {
    try {
      return request.get(NOTE_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String reason = client.connectionState().reason();
      output.note(reason.isEmpty() ? "waiting for the server" : "waiting: " + reason);
      return request.get(); // the client fails it at its deadline
    }
  }
}
