package io.jmessage.system.failover;

import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import io.jmessage.system.history.Acknowledged;
import io.jmessage.system.history.HistoryCheck;
import io.jmessage.system.history.User;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pairs of users, each at a client of its own. In every pair both write to each other, the next
 * line as soon as the one before is acknowledged, until told to finish. Thread-safe.
 */
final class Writers implements AutoCloseable {
  /** Longer than any fail-over, shorter than a client's deadline. */
  private static final Duration GOES_ON = Duration.ofSeconds(50);

  private final List<User> users = new ArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean finishing;

  /** Signs up and begins. */
  Writers(int pairs, List<String> addresses) {
    for (int i = 0; i < 2 * pairs; i++) {
      users.add(User.signUp("user" + i, addresses));
    }
    for (int i = 0; i < users.size(); i++) {
      write(users.get(i), other(i), 1);
    }
  }

  private User other(int i) {
    return users.get(i ^ 1);
  }

  private void write(User from, User to, int number) {
    if (!finishing) {
      open.incrementAndGet();
      CompletableFuture<?> unused =
          from.say(to.name(), from.name() + " says line " + number)
              .whenComplete((receipt, failure) -> open.decrementAndGet())
              .thenRun(() -> write(from, to, number + 1));
    }
  }

  int acknowledged() {
    return users.stream().mapToInt(user -> user.acknowledged().size()).sum();
  }

  /**
   * Waits until every user has got so many more acknowledgements from now on.
   *
   * @throws SystemFailure if one is told that a line failed, or waits for too long
   */
  void awaitMore(int lines) {
    for (User user : users) {
      int enough = user.acknowledged().size() + lines;
      Wait.until(
          GOES_ON,
          () -> user.name() + " got no acknowledgement",
          () -> user.acknowledged().size() >= enough || !user.failures().isEmpty());
      if (!user.failures().isEmpty()) {
        throw new SystemFailure(user.name() + " was told: " + user.failures());
      }
    }
  }

  /** The longest time without an acknowledgement that any user saw, of those that end after it. */
  Duration longestGapSince(long nanos) {
    long longest = 0;
    for (User user : users) {
      List<Acknowledged> lines = user.acknowledged();
      for (int i = lines.size() - 1; i > 0 && lines.get(i).atNanos() - nanos > 0; i--) {
        longest = Math.max(longest, lines.get(i).atNanos() - lines.get(i - 1).atNanos());
      }
    }
    return Duration.ofNanos(longest);
  }

  /** Stops writing, and holds what the users were told against what the master has. */
  List<String> problems(List<String> addresses) {
    finishing = true;
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < users.size(); i += 2) {
      User first = users.get(i);
      User second = other(i);
      Wait.until(
          GOES_ON,
          () -> first.name() + " and " + second.name() + " are not shown all",
          () -> open.get() == 0 && allIsShown(first, second));
      try (User reader = User.logIn(first.name(), addresses)) {
        problems.addAll(
            HistoryCheck.problems(reader.history(second.name()), first.notes(), second.notes()));
      }
    }
    return problems;
  }

  /** Whether both were shown everything that either of them was told is there. */
  private static boolean allIsShown(User first, User second) {
    int lines = first.acknowledged().size() + second.acknowledged().size();
    return first.shown().size() == lines && second.shown().size() == lines;
  }

  @Override
  public void close() {
    finishing = true;
    users.forEach(User::close);
  }
}
