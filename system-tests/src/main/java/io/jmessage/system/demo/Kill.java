package io.jmessage.system.demo;

import io.jmessage.system.history.Acknowledged;
import java.time.Duration;
import java.util.List;

/**
 * A server that was killed while users went on writing.
 *
 * @param acknowledgedBefore lines acknowledged up to then
 * @param atNanos on the clock of {@link System#nanoTime}
 */
record Kill(int server, long pid, int acknowledgedBefore, long atNanos) {

  /**
   * The longest time without an acknowledgement from here to {@code untilNanos}, also counting one
   * that began before the kill: what a user can have noticed.
   *
   * @param all in the order of acknowledgement
   */
  Duration longestGap(List<Acknowledged> all, long untilNanos) {
    long longest = 0;
    for (int i = 1; i < all.size(); i++) {
      long from = all.get(i - 1).atNanos();
      long to = all.get(i).atNanos();
      if (to - atNanos > 0 && from - untilNanos < 0) {
        longest = Math.max(longest, to - from);
      }
    }
    return Duration.ofNanos(longest);
  }
}
