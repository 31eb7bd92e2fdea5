package io.jmessage.gui.shell;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import org.testfx.util.WaitForAsyncUtils;

/** Runs and checks things on the UI thread, from a test. */
final class UiThread {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int FRAMES = 10;

  private UiThread() {}

  static void run(Runnable action) {
    get(
        () -> {
          action.run();
          return true;
        });
  }

  static <T> T get(Callable<T> action) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Platform.runLater(
        () -> {
          try {
            result.complete(action.call());
          } catch (Exception | AssertionError failure) {
            result.completeExceptionally(failure);
          }
        });
    try {
      return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof AssertionError error) {
        throw error;
      }
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException | TimeoutException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** Waits until the check holds. */
  static void eventually(Runnable check) {
    await().atMost(PATIENCE).untilAsserted(() -> run(check));
  }

  /** Checks that it holds in each of the frames to come. */
  static void stays(Runnable check) {
    for (int frame = 0; frame < FRAMES; frame++) {
      WaitForAsyncUtils.waitForFxEvents(1);
      run(check);
    }
  }
}
