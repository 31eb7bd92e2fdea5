package io.jmessage.system.torture;

import io.jmessage.system.torture.check.Sent.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/**
 * People who sign up, write a little, and leave: half of them log out, half delete their accounts.
 * One after the other. Thread-safe.
 */
final class Guests {
  private static final int TEXTS = 2;

  private final String prefix;
  private final List<String> addresses;
  private final List<String> hosts;
  private final Ledger ledger;
  private final SplittableRandom random;
  private final List<String> gone = new ArrayList<>();
  private int number;
  private boolean oneIsHere;

  /**
   * @param hosts to whom they write
   */
  Guests(
      String prefix,
      List<String> addresses,
      List<String> hosts,
      Ledger ledger,
      SplittableRandom random) {
    this.prefix = prefix;
    this.addresses = addresses;
    this.hosts = hosts;
    this.ledger = ledger;
    this.random = random;
  }

  synchronized boolean isIdle() {
    return !oneIsHere;
  }

  /** Begins the next one if the one before has left. */
  synchronized void next() {
    if (oneIsHere) {
      return;
    }
    oneIsHere = true;
    number++;
    boolean deletes = random.nextBoolean();
    String host = hosts.get(random.nextInt(hosts.size()));
    String deleted = gone.isEmpty() ? "" : gone.get(random.nextInt(gone.size()));
    Person guest = new Person(prefix + number, addresses, ledger);
    CompletableFuture<?> unused =
        guest
            .signUp()
            .thenCompose(done -> write(guest, host, TEXTS))
            .thenCompose(
                done ->
                    deleted.isEmpty()
                        ? CompletableFuture.completedFuture(Outcome.REFUSED)
                        : guest.say(deleted))
            .thenCompose(done -> deletes ? guest.deleteAccount() : guest.logOut())
            .whenComplete((done, failure) -> left(guest, deletes && failure == null));
  }

  private static CompletableFuture<?> write(Person guest, String host, int texts) {
    return texts == 0
        ? CompletableFuture.completedFuture(null)
        : guest.say(host).thenCompose(done -> write(guest, host, texts - 1));
  }

  private synchronized void left(Person guest, boolean deleted) {
    guest.close();
    if (deleted) {
      gone.add(guest.name());
    }
    oneIsHere = false;
  }
}
