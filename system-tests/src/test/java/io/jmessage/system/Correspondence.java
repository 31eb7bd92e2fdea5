package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.system.history.HistoryCheck;
import io.jmessage.system.history.User;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two users who write to each other, without waiting for an answer, until told to finish.
 * Thread-safe.
 */
final class Correspondence implements AutoCloseable {
  /** Faster than people, slow enough that several pairs leave the processors to the servers. */
  private static final long MILLIS_PER_LINE = 5;

  /** Lines of one user on their way: some are always hit by a kill. */
  private static final int WINDOW = 8;

  private static final Duration GOES_ON = Duration.ofSeconds(40);

  private final User first;
  private final User second;
  private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore firstWindow = new Semaphore(WINDOW);
  private final Semaphore secondWindow = new Semaphore(WINDOW);
  private final AtomicInteger lines = new AtomicInteger();

  Correspondence(User first, User second) {
    this.first = first;
    this.second = second;
  }

  void begin() {
    ScheduledFuture<?> unused =
        pace.scheduleAtFixedRate(this::writeBoth, 0, MILLIS_PER_LINE, TimeUnit.MILLISECONDS);
  }

  private void writeBoth() {
    write(first, second, firstWindow);
    write(second, first, secondWindow);
  }

  private void write(User from, User to, Semaphore window) {
    if (window.tryAcquire()) {
      String text = "line " + lines.incrementAndGet() + " – строка, γραμμή, 行 🙂";
      CompletableFuture<?> unused =
          from.say(to.name(), text).whenComplete((receipt, failure) -> window.release());
    }
  }

  int acknowledged() {
    return first.acknowledged().size() + second.acknowledged().size();
  }

  /** Waits until so many more lines are acknowledged: the service goes on. */
  void awaitMore(int more) {
    int before = acknowledged();
    await("acknowledgements after " + before + "; failures: " + failures())
        .atMost(GOES_ON)
        .until(() -> acknowledged() >= before + more);
  }

  /** Stops writing and waits for the answer to every line; none may have failed. */
  void finish() {
    pace.shutdown();
    await("answers to all lines")
        .atMost(GOES_ON)
        .until(
            () -> firstWindow.availablePermits() + secondWindow.availablePermits() == 2 * WINDOW);
    assertThat(failures()).isEmpty();
  }

  /** After {@link #finish}: holds the notes against what the master among these servers has. */
  void verify(List<String> addresses) {
    List<ChatMessage> history;
    try (User reader = User.logIn(first.name(), addresses)) {
      history = reader.history(second.name());
    }
    await("all is shown to both")
        .atMost(GOES_ON)
        .until(
            () ->
                first.shown().size() >= history.size() && second.shown().size() >= history.size());
    assertThat(HistoryCheck.problems(history, first.notes(), second.notes())).isEmpty();
    assertThat(history).as("every line was acknowledged").hasSize(acknowledged());
  }

  private List<String> failures() {
    return List.of(first, second).stream().flatMap(user -> user.failures().stream()).toList();
  }

  @Override
  public void close() {
    pace.shutdownNow();
  }
}
