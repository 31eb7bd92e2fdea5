package io.jmessage.system.demo;

import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import io.jmessage.system.history.Acknowledged;
import io.jmessage.system.history.User;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** How far an exchange of two users has come. Thread-safe. */
final class Progress {
  /** Longer than any fail-over, shorter than a client's deadline. */
  private static final Duration SILENCE_MAX = Duration.ofSeconds(50);

  private final User first;
  private final User second;

  Progress(User first, User second) {
    this.first = first;
    this.second = second;
  }

  /** In the order of their acknowledgement. */
  List<Acknowledged> acknowledged() {
    return Stream.concat(first.acknowledged().stream(), second.acknowledged().stream())
        .sorted((a, b) -> Long.compare(a.atNanos() - b.atNanos(), 0))
        .toList();
  }

  int count() {
    return first.acknowledged().size() + second.acknowledged().size();
  }

  /**
   * Waits until so many lines are acknowledged.
   *
   * @throws SystemFailure if one fails, or none comes for too long
   */
  void await(int lines) {
    int before = count();
    while (before < lines) {
      int seen = before;
      Wait.until(
          SILENCE_MAX,
          () -> "no line was acknowledged after the first " + seen,
          () -> count() > seen || failed());
      if (failed()) {
        throw new SystemFailure(
            "the conversation broke off: "
                + Stream.concat(failures(first), failures(second)).toList());
      }
      before = count();
    }
  }

  /** Waits until both have been shown so many messages; says nothing if that never happens. */
  void awaitShown(int messages) {
    boolean unused =
        Wait.within(
            SILENCE_MAX,
            () -> first.shown().size() >= messages && second.shown().size() >= messages);
  }

  private boolean failed() {
    return !first.failures().isEmpty() || !second.failures().isEmpty();
  }

  private static Stream<String> failures(User user) {
    return user.failures().stream().map(text -> user.name() + ": " + text);
  }
}
