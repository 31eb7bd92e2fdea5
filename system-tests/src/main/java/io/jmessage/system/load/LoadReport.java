package io.jmessage.system.load;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The figures of one run.
 *
 * @param leftOut lines that were due while too many were not acknowledged
 * @param quiet without the slow reader, {@code slow} with it; its own lines are not delivered
 * @param before after the warm-up and a full collection, by server; {@code after} at the end
 * @param samples by window, then by server
 */
record LoadReport(
    int users,
    int rateAsked,
    double rateReached,
    long leftOut,
    Window quiet,
    Window slow,
    int cutOff,
    int openStreams,
    List<Memory> before,
    List<List<Memory>> samples,
    List<Memory> after,
    List<String> problems) {

  boolean isGood() {
    return problems.isEmpty() && openStreams == users;
  }

  void print(PrintWriter out) {
    out.printf(
        "%n%,d users, %d lines/s asked for, %.0f reached, %,d left out; %,d streams open at the end%n",
        users, rateAsked, rateReached, leftOut, openStreams);
    out.printf(
        "%n%-34s %9s %8s %8s %8s %8s%n",
        "milliseconds", "lines", "median", "90 %", "99 %", "worst");
    line(out, "acknowledged", quiet.acknowledged());
    line(out, "acknowledged, with a slow reader", slow.acknowledged());
    line(out, "delivered", quiet.delivered());
    line(out, "delivered, with a slow reader", slow.delivered());
    out.printf(
        Locale.ROOT,
        "with / without: acknowledged %.2f (median) %.2f (99 %%), delivered %.2f, %.2f;"
            + " the slow reader was cut off %d times%n",
        ratio(0.5, slow.acknowledged(), quiet.acknowledged()),
        ratio(0.99, slow.acknowledged(), quiet.acknowledged()),
        ratio(0.5, slow.delivered(), quiet.delivered()),
        ratio(0.99, slow.delivered(), quiet.delivered()),
        cutOff);
    out.printf("%n%-10s %26s %26s%n", "MiB", "heap after a collection", "resident");
    for (int i = 0; i < after.size(); i++) {
      int server = i;
      out.printf(
          "server %-3d %26s %26s%n",
          server + 1, course(server, Memory::heap), course(server, Memory::resident));
    }
    out.println("(after the warm-up; the least and the most of the windows; at the end)");
    problems.stream().limit(10).forEach(problem -> out.println("  ! " + problem));
    out.println(
        isGood()
            ? "Good: every line was acknowledged, and no stream ended."
            : "NOT good, see above.");
    out.flush();
  }

  private static void line(PrintWriter out, String what, Latencies latencies) {
    out.printf(
        Locale.ROOT,
        "%-34s %9d %8.1f %8.1f %8.1f %8.1f%n",
        what,
        latencies.count(),
        latencies.quantile(0.5),
        latencies.quantile(0.9),
        latencies.quantile(0.99),
        latencies.worst());
  }

  private static double ratio(double part, Latencies with, Latencies without) {
    return without.count() == 0 ? 0 : with.quantile(part) / without.quantile(part);
  }

  private String course(int server, ToLongFunction<Memory> part) {
    List<Long> course =
        samples.stream().map(at -> part.applyAsLong(at.get(server))).sorted().toList();
    String between = course.isEmpty() ? "-" : course.get(0) + "-" + course.get(course.size() - 1);
    return "%d; %s; %d"
        .formatted(
            part.applyAsLong(before.get(server)), between, part.applyAsLong(after.get(server)));
  }

  String json() {
    return "{\"users\":%d,\"rateAsked\":%d,\"rateReached\":%s,\"leftOut\":%d,\"openStreams\":%d,"
            .formatted(users, rateAsked, number(rateReached), leftOut, openStreams)
        + "\"slowReaderCutOff\":%d,\"good\":%b,\"problems\":%d,"
            .formatted(cutOff, isGood(), problems.size())
        + "\"acknowledged\":%s,\"acknowledgedWithSlowReader\":%s,"
            .formatted(json(quiet.acknowledged()), json(slow.acknowledged()))
        + "\"delivered\":%s,\"deliveredWithSlowReader\":%s,"
            .formatted(json(quiet.delivered()), json(slow.delivered()))
        + "\"memoryBefore\":%s,\"memory\":[%s],\"memoryAfter\":%s}\n"
            .formatted(
                json(before),
                samples.stream().map(LoadReport::json).collect(Collectors.joining(",")),
                json(after));
  }

  private static String json(Latencies latencies) {
    return "{\"count\":%d,\"medianMillis\":%s,\"p90Millis\":%s,\"p99Millis\":%s,\"worstMillis\":%s}"
        .formatted(
            latencies.count(),
            number(latencies.quantile(0.5)),
            number(latencies.quantile(0.9)),
            number(latencies.quantile(0.99)),
            number(latencies.worst()));
  }

  private static String json(List<Memory> servers) {
    return servers.stream()
        .map(m -> "{\"heapMiB\":%d,\"residentMiB\":%d}".formatted(m.heap(), m.resident()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
