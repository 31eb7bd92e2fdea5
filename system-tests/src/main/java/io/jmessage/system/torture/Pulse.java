package io.jmessage.system.torture;

import java.time.Duration;
import java.util.Optional;

/** When acknowledgements came, whoever got them: how many, and the longest time without. */
public final class Pulse {
  private long count;
  private long last = System.nanoTime();
  private long longest;
  private long longestEver;
  private Optional<String> trouble = Optional.empty();

  /** Begins to count time from now on. */
  synchronized void begin() {
    last = System.nanoTime();
  }

  synchronized void beat() {
    note(System.nanoTime());
    last = System.nanoTime();
    count++;
  }

  public synchronized long count() {
    return count;
  }

  /** A user was told what must not be: there is no use in going on. */
  synchronized void fail(String reason) {
    trouble = trouble.or(() -> Optional.of(reason));
  }

  /** Why there is no use in going on; empty: there is. */
  public synchronized Optional<String> trouble() {
    return trouble;
  }

  /** From now on {@link #longest} counts times without an acknowledgement that end later. */
  public synchronized void mark() {
    longest = 0;
  }

  /** The longest time without an acknowledgement since {@link #mark}, also one that goes on. */
  public synchronized Duration longest() {
    note(System.nanoTime());
    return Duration.ofNanos(longest);
  }

  synchronized Duration longestEver() {
    return Duration.ofNanos(longestEver);
  }

  private void note(long now) {
    longest = Math.max(longest, now - last);
    longestEver = Math.max(longestEver, now - last);
  }
}
