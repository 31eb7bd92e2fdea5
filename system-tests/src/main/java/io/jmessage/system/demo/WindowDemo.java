package io.jmessage.system.demo;

import io.jmessage.client.ChatClient;
import io.jmessage.system.ClusterWatch;
import io.jmessage.system.Ending;
import io.jmessage.system.Jars;
import io.jmessage.system.JavaProgram;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.ServerLine;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.history.Clients;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Chat windows over servers that the user may kill; says what happens to them until Ctrl-C. Not
 * thread-safe.
 */
final class WindowDemo {
  private static final Duration IN_SYNC = Duration.ofSeconds(60);
  private static final Duration WINDOW_FAILS_WITHIN = Duration.ofSeconds(20);
  private static final long LOOK_MILLIS = 100;

  private final DemoDirectory directory;
  private final LocalCluster cluster;
  private final int windows;
  private final PrintWriter out;
  private final KillRequest killRequest;

  private final Set<Integer> down = new TreeSet<>();
  private String master = "";
  private Set<String> inSync = Set.of();

  WindowDemo(DemoDirectory directory, LocalCluster cluster, int windows, PrintWriter out) {
    this.directory = directory;
    this.cluster = cluster;
    this.windows = windows;
    this.out = out;
    this.killRequest = new KillRequest(directory.path().resolve("kill-the-master"), cluster);
  }

  /** Comes back only when there is nothing left to look at; Ctrl-C ends the program. */
  int run() {
    Ending.first(this::sayGoodbye);
    try (ChatClient observer = Clients.open(cluster.addresses())) {
      ClusterWatch watch = new ClusterWatch(observer);
      new StartUp(cluster, out).awaitInSync(watch, IN_SYNC);
      List<Process> open = openWindows();
      sayWhatToTry(watch);
      look(watch, open);
      return 0;
    }
  }

  private List<Process> openWindows() {
    List<Process> open = new ArrayList<>();
    for (int window = 1; window <= windows; window++) {
      List<String> arguments = new ArrayList<>(List.of("-a"));
      arguments.addAll(cluster.addresses());
      arguments.add("--title=Jmessage demo" + (windows > 1 ? ", window " + window : ""));
      arguments.add("--data-directory=" + directory.path().resolve("window-" + window));
      arguments.add(killRequest.windowOption());
      open.add(new JavaProgram(Jars.gui(), List.of(), arguments).start(log(window)));
    }
    return open;
  }

  private void sayWhatToTry(ClusterWatch watch) {
    int first = Integer.parseInt(watch.master().orElse("1"));
    master = watch.master().orElse("");
    inSync = watch.inSync();
    out.printf(
        """

        Try this
          1. Sign up in %s, and write to each other.
          2. Kill the master, server %d:  %s
             (or in the window: Ctrl+I, "Kill the master"). The window says who takes over; what was sent is there, and you go on writing.
          3. Start it again in another terminal; it comes back as a slave:
             %s
          4. Kill the next master, and the next. One server is enough.
        Ctrl-C ends the servers and the window. What happens:
        """,
        windows > 1
            ? "the windows"
            : "the window and in a second one (%s)".formatted(windowCommand()),
        first,
        killCommand(first),
        startCommand(first));
    out.flush();
  }

  /** Until Ctrl-C, or until nothing is left. */
  private void look(ClusterWatch watch, List<Process> open) {
    long start = System.nanoTime();
    while (!Ending.begun()) {
      killRequest
          .serve(watch)
          .ifPresent(server -> out.printf("  server %d was killed from a window%n", server));
      lookAtServers(watch);
      lookAtWindows(open, System.nanoTime() - start);
      out.flush();
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void lookAtServers(ClusterWatch watch) {
    for (int server = 1; server <= cluster.size(); server++) {
      if (!cluster.process(server).isAlive() && down.add(server) && !Ending.begun()) {
        out.printf("  server %d is gone. Start it again: %s%n", server, startCommand(server));
      }
    }
    String now = watch.master().orElse(master);
    if (!now.equals(master)) {
      out.printf("  server %s is the master now%s%n", now, howToKill(Integer.parseInt(now)));
      master = now;
    }
    Set<String> synced = watch.inSync();
    if (!synced.isEmpty() && !synced.equals(inSync)) {
      out.printf("  in sync: %s%n", String.join(", ", new TreeSet<>(synced)));
      inSync = synced;
    }
  }

  private void lookAtWindows(List<Process> open, long nanos) {
    for (Process window : List.copyOf(open)) {
      if (window.isAlive() || Ending.begun()) {
        continue;
      }
      open.remove(window);
      if (window.exitValue() != 0 && nanos < WINDOW_FAILS_WITHIN.toNanos()) {
        throw new SystemFailure(
            "the window did not open: "
                + lastLine(log(1))
                + " (try --headless; see "
                + log(1)
                + ")");
      }
      if (open.isEmpty()) {
        out.printf(
            "  All windows are closed; the servers go on until Ctrl-C. Open one: %s%n",
            windowCommand());
      }
    }
  }

  private void sayGoodbye() {
    out.printf(
        "%nEnding. The data stay in %s; the next demo goes on with them.%n", directory.path());
    out.flush();
  }

  private String howToKill(int server) {
    return cluster.process(server).isAlive() ? ":  " + killCommand(server) : "";
  }

  private String killCommand(int server) {
    long pid = cluster.process(server).pid();
    boolean windows =
        System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
    return windows ? "taskkill /F /PID " + pid : "kill -9 " + pid;
  }

  private String windowCommand() {
    return launcher() + " gui -a " + String.join(" ", cluster.addresses());
  }

  private String startCommand(int server) {
    ServerLine line = cluster.line(server);
    return launcher() + " server " + String.join(" ", line.arguments());
  }

  /** How the user calls this program; the launcher tells. */
  private static String launcher() {
    return System.getProperty("jmessage.launcher", "./jmessage");
  }

  private Path log(int window) {
    return directory.path().resolve("window-" + window + ".log");
  }

  private static String lastLine(Path log) {
    try {
      return Files.readString(log)
          .lines()
          .filter(line -> !line.isBlank())
          .reduce((a, b) -> b)
          .orElse("no output");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
