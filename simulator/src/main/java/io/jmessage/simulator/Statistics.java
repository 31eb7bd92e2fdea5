package io.jmessage.simulator;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What many runs did, added up. Safe for use by several threads. */
final class Statistics {

  private final Map<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
  private final Map<String, Long> met = new TreeMap<>();
  private long schedules;
  private long steps;
  private long checks;
  private long acknowledged;
  private long reads;
  private long waiting;

  synchronized void add(Simulation run) {
    schedules++;
    steps += run.steps();
    checks += run.checker().checks();
    acknowledged += run.checker().acknowledgements();
    reads += run.checker().reads();
    waiting += run.waitsForLostDisk() ? 1 : 0;
    run.faults().met().forEach((what, times) -> met.merge(what, (long) times, Long::sum));
    run.faults().made().forEach((kind, times) -> faults.merge(kind, (long) times, Long::sum));
  }

  synchronized long schedules() {
    return schedules;
  }

  synchronized long acknowledged() {
    return acknowledged;
  }

  synchronized long reads() {
    return reads;
  }

  synchronized long count(FaultKind kind) {
    return faults.getOrDefault(kind, 0L);
  }

  /** A few lines for people. */
  synchronized String summary(double seconds) {
    String kinds =
        faults.entrySet().stream()
            .map(entry -> String.format("%,d %s", entry.getValue(), entry.getKey().words()))
            .collect(Collectors.joining(", "));
    return String.format(
        "schedules            %,d in %.1f s, %.1f a second%n"
            + "steps                %,d%n"
            + "invariants checked   %,d times%n"
            + "acknowledged         %,d commands%n"
            + "reads                %,d%n"
            + "faults               %,d: %s%n"
            + "met                  %s%n"
            + "ended in a wait      %,d, for a lost disk",
        schedules,
        seconds,
        schedules / Math.max(seconds, 0.001),
        steps,
        checks,
        acknowledged,
        reads,
        faults.values().stream().mapToLong(Long::longValue).sum(),
        kinds,
        met.entrySet().stream()
            .map(entry -> String.format("%,d %s", entry.getValue(), entry.getKey()))
            .collect(Collectors.joining(", ")),
        waiting);
  }
}
