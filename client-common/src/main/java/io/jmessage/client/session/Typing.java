package io.jmessage.client.session;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Who is writing, both ways: says so no more often than it has to, and lets it expire. Loop thread
 * only.
 */
final class Typing {
  /** Who writes on says so again after this. */
  static final Duration REPEAT = Duration.ofSeconds(3);

  /** Who says nothing for this long has stopped. */
  static final Duration EXPIRY = Duration.ofSeconds(6);

  /** Hears who is writing to this account. */
  @FunctionalInterface
  interface Listener {
    void typing(String username, boolean typing);
  }

  /** Runs a task later, unless the returned action is run before. */
  @FunctionalInterface
  interface Timer {
    Runnable schedule(Duration delay, Runnable task);
  }

  private final Timer timer;
  private final Listener listener;
  private final Listener report;
  private final Map<String, Runnable> expiries = new HashMap<>();
  private final Map<String, Long> reported = new HashMap<>();

  /**
   * @param report tells the cluster
   */
  Typing(Timer timer, Listener listener, Listener report) {
    this.timer = timer;
    this.listener = listener;
    this.report = report;
  }

  /** The user writes to somebody, or has stopped. */
  void write(String to, boolean typing, long nowNanos) {
    Long before = reported.get(to);
    if (!typing) {
      if (before != null) {
        reported.remove(to);
        report.typing(to, false);
      }
    } else if (before == null || nowNanos - before >= REPEAT.toNanos()) {
      reported.put(to, nowNanos);
      report.typing(to, true);
    }
  }

  /** A line has been sent: whoever gets it knows that it is written. */
  void sent(String to) {
    reported.remove(to);
  }

  /** The cluster says so. */
  void heard(String username, boolean typing) {
    Runnable expiry = expiries.remove(username);
    if (expiry != null) {
      expiry.run();
    }
    if (typing) {
      expiries.put(username, timer.schedule(EXPIRY, () -> heard(username, false)));
    }
    if (typing != (expiry != null)) {
      listener.typing(username, typing);
    }
  }

  void stop() {
    expiries.values().forEach(Runnable::run);
    expiries.clear();
  }
}
