package io.jmessage.system.torture;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.system.torture.check.Pair;
import io.jmessage.system.torture.check.Seen;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A person who stays, and does one thing after the other, by the seed: writes to the others, also
 * to somebody who does not exist, reads, marks as read, logs out and in again.
 */
final class Actor {
  /** Texts and questions on their way: some are always hit by a fault. */
  private static final int WINDOW = 12;

  private static final int PAGE = 30;
  private static final String NOBODY = "nobody";

  private final Person person;
  private final Ledger ledger;
  private final List<String> others;
  private final SplittableRandom random;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean away;

  /**
   * @param others to whom it writes
   */
  Actor(Person person, Ledger ledger, List<String> others, SplittableRandom random) {
    this.person = person;
    this.ledger = ledger;
    this.others = List.copyOf(others);
    this.random = random;
  }

  Person person() {
    return person;
  }

  /** Whether every answer has come. */
  boolean isIdle() {
    return underWay.get() == 0;
  }

  /** One thing, unless too much is under way. One thread. */
  void act() {
    int dice = random.nextInt(1000);
    String other = others.get(random.nextInt(others.size()));
    if (away) {
      if (isIdle()) {
        begin(comeBack()); // The log-in before failed.
      }
    } else if (underWay.get() >= WINDOW) {
      return;
    } else if (dice < 800) {
      begin(person.say(other));
    } else if (dice < 880) {
      begin(readPage(other));
    } else if (dice < 970) {
      begin(mark(other));
    } else if (dice < 990) {
      begin(person.say(NOBODY));
    } else {
      away = true;
      begin(logInAnew());
    }
  }

  private void begin(CompletableFuture<?> something) {
    underWay.incrementAndGet();
    CompletableFuture<?> unused =
        something.whenComplete((done, failure) -> underWay.decrementAndGet());
  }

  private CompletableFuture<?> readPage(String with) {
    Pair pair = Pair.of(person.name(), with);
    long least = ledger.acknowledged(pair);
    return person
        .client()
        .history(with, 0, PAGE)
        .thenAccept(page -> ledger.read(new Seen(pair, pageName(with, page), page, least)));
  }

  private String pageName(String with, List<ChatMessage> page) {
    String from = page.isEmpty() ? "empty" : "from number " + page.get(0).sequence();
    return "a page of " + person.name() + " with " + with + ", " + from;
  }

  private CompletableFuture<?> mark(String with) {
    long sequence = person.newest(with);
    return sequence == 0
        ? CompletableFuture.completedFuture(null)
        : person
            .client()
            .markRead(with, sequence)
            .thenRun(() -> ledger.marked(person.name(), with, sequence));
  }

  private CompletableFuture<?> logInAnew() {
    return person.logOut().handle((done, failure) -> failure).thenCompose(failure -> comeBack());
  }

  /** Logs in if that did not succeed while servers failed. */
  CompletableFuture<Void> comeBack() {
    return away
        ? person.logIn().whenComplete((done, failure) -> away = failure != null)
        : CompletableFuture.completedFuture(null);
  }
}
