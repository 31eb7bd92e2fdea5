package io.jmessage.server.admin;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks again until it is so. */
final class Polling {

  private static final long AGAIN_MILLIS = 200;

  private Polling() {}

  /**
   * Empty if it did not become so in time; a server that does not answer meanwhile is no reason.
   */
  static <T> Optional<T> until(Duration patience, Supplier<Optional<T>> question) {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      try {
        Optional<T> answer = question.get();
        if (answer.isPresent()) {
          return answer;
        }
        Thread.sleep(AGAIN_MILLIS);
      } catch (AdminFailure e) {
        // Asked again.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
