package io.jmessage.system.torture;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody at one side of a network that is cut in two: comes, writes some lines to those who stay,
 * one after the other, and is gone. Nothing blocks. Thread-safe.
 */
final class Visitor implements AutoCloseable {
  private final Person person;
  private final String label;
  private final List<String> hosts;
  private final int texts;
  private final AtomicInteger answered = new AtomicInteger();
  private volatile CompletableFuture<?> visit = CompletableFuture.completedFuture(null);

  /**
   * @param addresses where it looks for a server first
   * @param label in all its texts: there may be others of its name
   */
  Visitor(
      String name,
      String label,
      List<String> addresses,
      List<String> hosts,
      int texts,
      Ledger ledger) {
    person = new Person(name, addresses, ledger);
    this.label = label;
    this.hosts = List.copyOf(hosts);
    this.texts = texts;
  }

  /** As a new user. */
  void signUpAndWrite() {
    visit = person.signUp().thenCompose(done -> write(0));
  }

  /** As a user who exists. */
  void logInAndWrite() {
    visit = person.logIn().thenCompose(done -> write(0));
  }

  private CompletableFuture<?> write(int number) {
    if (number == texts) {
      return CompletableFuture.completedFuture(null);
    }
    String to = hosts.get(number % hosts.size());
    return person
        .say(to, label + ", text " + number)
        .thenCompose(
            outcome -> {
              answered.incrementAndGet();
              return write(number + 1);
            });
  }

  /** How many texts have come to an end, this way or the other. */
  int answered() {
    return answered.get();
  }

  /** Whether it will do nothing more. */
  boolean isDone() {
    return visit.isDone();
  }

  @Override
  public void close() {
    person.close();
  }
}
