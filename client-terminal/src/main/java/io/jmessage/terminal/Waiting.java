package io.jmessage.terminal;

import java.util.concurrent.CompletableFuture;

/** Waits for the answer to a request, and tells the user if that takes long. */
@FunctionalInterface
public interface Waiting {
  /**
   * The value of the future.
   *
   * @throws RuntimeException that the future failed with
   * @throws CommandFailedException if the user does not want to wait any longer
   */
  <T> T on(CompletableFuture<T> request);
}
