package io.jmessage.system.demo;

import io.jmessage.system.history.Acknowledged;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a headless run shows in the end.
 *
 * @param lines how many were to be said
 * @param acknowledged in the order of acknowledgement
 * @param onSurvivor how many lines the last server has
 * @param problems what is wrong; empty: nothing
 */
record Figures(
    int lines,
    List<Acknowledged> acknowledged,
    List<Kill> kills,
    int survivor,
    int onSurvivor,
    List<String> problems) {

  boolean good() {
    return problems.isEmpty() && acknowledged.size() == lines && onSurvivor == lines;
  }

  void print(PrintWriter out) {
    out.printf("%nWhat the users were told%n");
    row(out, "acknowledged", "%,d of %,d lines", acknowledged.size(), lines);
    copies()
        .forEach((copies, count) -> row(out, "  on disk at " + copies + " servers", "%,d", count));
    row(
        out,
        "time",
        "%.1f s, %,.0f lines/s",
        seconds(time()),
        acknowledged.size() / seconds(time()));
    for (int i = 0; i < kills.size(); i++) {
      Kill kill = kills.get(i);
      row(
          out,
          "fail-over after server " + kill.server(),
          "%.2f s, the longest wait for an acknowledgement",
          seconds(kill.longestGap(acknowledged, end(i))));
    }
    out.printf("What server %d, the last one, has%n", survivor);
    row(out, "lines", "%,d", onSurvivor);
    row(
        out,
        "every acknowledged line",
        problems.isEmpty() ? "once, in order, as shown to both" : "NO, see below");
    problems.forEach(problem -> out.println("  ! " + problem));
    out.println(good() ? "Good: nothing was lost, doubled or moved." : "NOT good.");
    out.flush();
  }

  /** How many lines were acknowledged by how many servers of how many. */
  private Map<String, Integer> copies() {
    Map<String, Integer> copies = new TreeMap<>((a, b) -> b.compareTo(a));
    for (Acknowledged line : acknowledged) {
      String key = line.receipt().copies() + " of " + line.receipt().members();
      copies.merge(key, 1, Integer::sum);
    }
    return copies;
  }

  private long end(int kill) {
    return kill + 1 < kills.size()
        ? kills.get(kill + 1).atNanos()
        : acknowledged.get(acknowledged.size() - 1).atNanos();
  }

  private Duration time() {
    return acknowledged.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(
            acknowledged.get(acknowledged.size() - 1).atNanos() - acknowledged.get(0).atNanos());
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static void row(PrintWriter out, String name, String format, Object... values) {
    out.printf("  %-28s ", name);
    out.printf(format, values);
    out.println();
  }
}
