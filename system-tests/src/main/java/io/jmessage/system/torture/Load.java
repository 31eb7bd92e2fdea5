package io.jmessage.system.torture;

import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import io.jmessage.system.history.Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** All people of one run, and the threads that let them act. Not thread-safe. */
final class Load implements AutoCloseable {
  /** Longer than a client's deadline. */
  private static final Duration ANSWERS = Duration.ofSeconds(90);

  private static final long MILLIS_PER_GUEST = 1500;

  private final List<Actor> actors = new ArrayList<>();
  private final ScheduledExecutorService pace = Executors.newScheduledThreadPool(2);
  private final Guests guests;

  /**
   * Signs everybody up.
   *
   * @param prefix of all names
   */
  Load(String prefix, int clients, List<String> addresses, Ledger ledger, SplittableRandom random) {
    List<String> names =
        IntStream.rangeClosed(1, clients).mapToObj(i -> prefix + "user" + i).toList();
    guests = new Guests(prefix + "guest", addresses, names, ledger, random.split());
    for (String name : names) {
      List<String> others = names.stream().filter(other -> !other.equals(name)).toList();
      Person person = new Person(name, addresses, ledger);
      actors.add(new Actor(person, ledger, others, random.split()));
      Clients.answer(person.signUp());
    }
  }

  /** Everybody acts once in this time, from now on. */
  void begin(Duration pause) {
    long micros = pause.toNanos() / 1000;
    for (int i = 0; i < actors.size(); i++) {
      Actor actor = actors.get(i);
      ScheduledFuture<?> unused =
          pace.scheduleAtFixedRate(
              actor::act, i * micros / actors.size(), micros, TimeUnit.MICROSECONDS);
    }
    ScheduledFuture<?> unused =
        pace.scheduleAtFixedRate(
            guests::next, MILLIS_PER_GUEST / 2, MILLIS_PER_GUEST, TimeUnit.MILLISECONDS);
  }

  List<Person> people() {
    return actors.stream().map(Actor::person).toList();
  }

  /**
   * Nobody begins anything more; on return every answer is there and all are logged in.
   *
   * @throws SystemFailure if that takes longer than a client's deadline
   */
  void finish() {
    pace.shutdown();
    Wait.until(
        ANSWERS,
        () -> "clients did not get an answer within their deadline",
        () -> guests.isIdle() && actors.stream().allMatch(Actor::isIdle));
    actors.forEach(actor -> Clients.answer(actor.comeBack()));
  }

  @Override
  public void close() {
    pace.shutdownNow();
    actors.forEach(actor -> actor.person().close());
  }
}
