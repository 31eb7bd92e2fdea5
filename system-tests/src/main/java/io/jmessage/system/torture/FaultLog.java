package io.jmessage.system.torture;

import io.jmessage.system.torture.fault.FaultKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The faults that were made, how long users waited, and those that were left out. */
final class FaultLog {
  private final Map<FaultKind, List<Duration>> gaps = new EnumMap<>(FaultKind.class);
  private final Map<FaultKind, String> leftOut = new EnumMap<>(FaultKind.class);
  private int count;

  synchronized void made(FaultKind kind, Duration gap) {
    gaps.computeIfAbsent(kind, any -> new ArrayList<>()).add(gap);
    leftOut.remove(kind);
    count++;
  }

  synchronized void leftOut(FaultKind kind, String reason) {
    if (!gaps.containsKey(kind)) {
      leftOut.put(kind, reason);
    }
  }

  synchronized int count() {
    return count;
  }

  /** Of each kind that was made, sorted. */
  synchronized Map<FaultKind, List<Duration>> gaps() {
    Map<FaultKind, List<Duration>> sorted = new EnumMap<>(FaultKind.class);
    gaps.forEach((kind, all) -> sorted.put(kind, all.stream().sorted().toList()));
    return sorted;
  }

  /** Kinds that were never made, and why. */
  synchronized Map<FaultKind, String> leftOut() {
    return new EnumMap<>(leftOut);
  }
}
