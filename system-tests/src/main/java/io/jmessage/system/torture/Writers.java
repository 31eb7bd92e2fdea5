package io.jmessage.system.torture;

import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import io.jmessage.system.history.Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * People who write to each other all the time, at whatever server they find, and do nothing else.
 * Thread-safe.
 */
final class Writers implements AutoCloseable {
  /** Texts of one on their way: some are always hit by a cut. */
  private static final int WINDOW = 4;

  /** Longer than a client's deadline. */
  private static final Duration ANSWERS = Duration.ofSeconds(90);

  private final List<Person> people = new ArrayList<>();
  private final ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore window;
  private final SplittableRandom random;

  /** Signs everybody up. */
  Writers(int count, List<String> addresses, Ledger ledger, SplittableRandom random) {
    this.random = random;
    window = new Semaphore(WINDOW * count);
    for (int i = 1; i <= count; i++) {
      Person person = new Person("user" + i, addresses, ledger);
      people.add(person);
      Clients.answer(person.signUp());
    }
  }

  List<Person> people() {
    return List.copyOf(people);
  }

  List<String> names() {
    return people.stream().map(Person::name).toList();
  }

  /** One of them writes each time this has passed, divided by their number. */
  void begin(Duration pause) {
    long micros = pause.toNanos() / 1000 / people.size();
    ScheduledFuture<?> unused =
        pace.scheduleAtFixedRate(this::write, micros, micros, TimeUnit.MICROSECONDS);
  }

  private void write() {
    int from = random.nextInt(people.size());
    int to = (from + 1 + random.nextInt(people.size() - 1)) % people.size();
    if (window.tryAcquire()) {
      CompletableFuture<?> unused =
          people
              .get(from)
              .say(people.get(to).name())
              .whenComplete((outcome, failure) -> window.release());
    }
  }

  /**
   * Nobody begins anything more; on return every answer is there.
   *
   * @throws SystemFailure if that takes longer than a client's deadline
   */
  void finish() {
    pace.shutdown();
    Wait.until(
        ANSWERS,
        () -> "clients did not get an answer within their deadline",
        () -> window.availablePermits() == WINDOW * people.size());
  }

  @Override
  public void close() {
    pace.shutdownNow();
    people.forEach(Person::close);
  }
}
