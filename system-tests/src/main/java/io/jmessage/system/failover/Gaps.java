package io.jmessage.system.failover;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The longest wait of each round, by fault. Not thread-safe. */
public final class Gaps {
  private final Map<Fault, List<Duration>> gaps = new EnumMap<>(Fault.class);

  void add(Fault fault, Duration gap) {
    gaps.merge(fault, List.of(gap), (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
  }

  void print(PrintWriter out) {
    out.printf("%n%-14s %6s %9s %9s %9s%n", "the master", "rounds", "least", "median", "worst");
    gaps.forEach(
        (fault, each) -> {
          List<Duration> sorted = each.stream().sorted().toList();
          out.printf(
              "%-14s %6d %7.2f s %7.2f s %7.2f s%n",
              fault.title(),
              sorted.size(),
              seconds(sorted.get(0)),
              seconds(median(sorted)),
              seconds(sorted.get(sorted.size() - 1)));
        });
    out.flush();
  }

  /** For people. */
  public static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** The middle one of a sorted list, or the mean of the two in the middle. */
  public static Duration median(List<Duration> sorted) {
    int size = sorted.size();
    return sorted.get((size - 1) / 2).plus(sorted.get(size / 2)).dividedBy(2);
  }
}
