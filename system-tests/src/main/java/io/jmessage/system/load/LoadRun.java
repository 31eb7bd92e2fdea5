package io.jmessage.system.load;

import io.jmessage.system.LocalCluster;
import io.jmessage.system.Wait;
import io.jmessage.system.history.User;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sends at a steady rate from one thread and looks at the servers' memory on the way. What is due
 * while too much is not acknowledged is left out and counted: the rate that was reached is told,
 * not the one that was asked for.
 */
final class LoadRun {
  private static final Duration TICK = Duration.ofMillis(5);

  /** One line of so many goes to the user who is slow in every second window, and is longer. */
  private static final int TO_THE_SLOW = 10;

  private static final String LONG = "x".repeat(4 << 10);
  private static final String SHORT = "a line of some forty characters, more or less";

  private final LocalCluster cluster;
  private final Crowd crowd;
  private final List<User> library;
  private final int rate;
  private final PrintWriter out;
  private long due;
  private long leftOut;
  private long lines;

  LoadRun(LocalCluster cluster, Crowd crowd, List<User> library, int rate, PrintWriter out) {
    this.cluster = cluster;
    this.crowd = crowd;
    this.library = library;
    this.rate = rate;
    this.out = out;
  }

  LoadReport measure(int warmUp, int seconds, int windows) {
    Window warm = new Window();
    run("warm-up", TimeUnit.SECONDS.toNanos(warmUp), warm);
    List<Memory> before = collected();
    long sentBefore = crowd.sent();
    long dueBefore = due;
    long begun = System.nanoTime();
    Window quiet = new Window();
    Window slow = new Window();
    List<List<Memory>> samples = new ArrayList<>();
    int cutOff = 0;
    long each = TimeUnit.SECONDS.toNanos(seconds) / windows;
    for (int i = 1; i <= windows && crowd.problems().isEmpty(); i++) {
      String title = "window %d of %d".formatted(i, windows);
      if (i % 2 == 1) {
        run(title, each, quiet);
      } else {
        try (SlowReader reader =
            new SlowReader(cluster.line(1).clientAddress(), crowd.session(slowUser()))) {
          run(title + ", with a slow reader", each, slow);
          cutOff += reader.cutOff();
        }
      }
      samples.add(memory());
    }
    double took = (System.nanoTime() - begun) / 1e9;
    long sent = crowd.sent() - sentBefore;
    crowd.awaitAcknowledged();
    List<Memory> after = collected();
    return new LoadReport(
        crowd.size() - 1,
        rate,
        sent / took,
        due - dueBefore - sent,
        quiet,
        slow,
        cutOff,
        crowd.openStreams() - 1,
        before,
        samples,
        after,
        problems());
  }

  private int slowUser() {
    return crowd.size() - 1;
  }

  /** Sends for that long. */
  private void run(String title, long nanos, Window window) {
    crowd.measureIn(window);
    long begun = System.nanoTime();
    long sentBefore = crowd.sent();
    long dueBefore = due;
    long clientsWrite = 0;
    while (System.nanoTime() - begun < nanos && crowd.problems().isEmpty()) {
      long elapsed = System.nanoTime() - begun;
      long until = dueBefore + (long) (elapsed / 1e9 * rate);
      while (due < until) {
        due++;
        if (!sendOne()) {
          leftOut++;
        }
      }
      if (elapsed / 1_000_000_000 >= clientsWrite) {
        clientsWrite++;
        letClientsWrite();
      }
      boolean unused = Wait.within(TICK, () -> System.nanoTime() - begun >= nanos);
    }
    double took = Math.max(1, System.nanoTime() - begun) / 1e9;
    out.printf(
        "  %s: %.0f lines/s, acknowledged in %.1f ms (median), %.1f ms (99 %%); left out %,d%s%n",
        title,
        (crowd.sent() - sentBefore) / took,
        window.acknowledged().quantile(0.5),
        window.acknowledged().quantile(0.99),
        leftOut,
        shown(memory()));
    out.flush();
  }

  /** From everybody in turn to everybody else in turn. */
  private boolean sendOne() {
    lines++;
    int others = crowd.size() - 1;
    int from = (int) (lines % others);
    if (lines % TO_THE_SLOW == 0) {
      return crowd.send(from, Crowd.name(slowUser()), LONG);
    }
    int to = (from + 1 + (int) (lines / others % (others - 1))) % others;
    return crowd.send(from, Crowd.name(to), SHORT);
  }

  private void letClientsWrite() {
    for (int i = 0; i < library.size(); i++) {
      String to = library.get((i + 1) % library.size()).name();
      CompletableFuture<?> unused = library.get(i).say(to, "a line at the client library");
    }
  }

  private List<String> problems() {
    List<String> all = new ArrayList<>(crowd.problems());
    library.forEach(user -> all.addAll(user.failures()));
    for (int server = 1; server <= cluster.size(); server++) {
      if (!cluster.process(server).isAlive()) {
        all.add("server " + server + " ended");
      }
    }
    return all;
  }

  private List<Memory> memory() {
    List<Memory> all = new ArrayList<>();
    for (int server = 1; server <= cluster.size(); server++) {
      all.add(Memory.of(cluster, server));
    }
    return all;
  }

  private List<Memory> collected() {
    List<Memory> all = new ArrayList<>();
    for (int server = 1; server <= cluster.size(); server++) {
      all.add(Memory.collected(cluster, server));
    }
    return all;
  }

  private static String shown(List<Memory> memory) {
    StringBuilder text = new StringBuilder("; heap/resident MiB");
    memory.forEach(m -> text.append(' ').append(m.heap()).append('/').append(m.resident()));
    return text.toString();
  }
}
