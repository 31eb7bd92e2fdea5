package io.jmessage.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that decides a run of a profile. The faults are data: a run can be repeated with fewer.
 *
 * @param noise decides what is left: delays, what clients do, what a crash leaves on a disk
 * @param micros for how long faults may happen; then everything is healed
 * @param faults in the order of their times
 */
record Schedule(long noise, long micros, List<Fault> faults) {

  Schedule {
    faults = List.copyOf(faults);
  }

  /** The schedule that a seed stands for. */
  static Schedule of(long seed, Profile profile) {
    return new Schedule(
        seed, profile.faultsMillis() * 1000, new FaultMaker(seed, profile).faults());
  }

  Schedule withFaults(List<Fault> others) {
    return new Schedule(noise, micros, others);
  }

  Schedule withNoise(long other) {
    return new Schedule(other, micros, faults);
  }

  Schedule withMicros(long other) {
    return new Schedule(noise, other, faults);
  }

  // ---- As text: what a replay needs besides the seed.

  /** The faults by number and time, {@code 3@1200000,7@2500000}. */
  String selection() {
    return faults.stream()
        .map(fault -> fault.number() + "@" + fault.at())
        .collect(Collectors.joining(","));
  }

  /**
   * Only the named faults of this schedule, at the named times.
   *
   * @throws IllegalArgumentException with a text for the user
   */
  Schedule select(String selection) {
    List<Fault> selected = new ArrayList<>();
    for (String word : selection.isEmpty() ? new String[0] : selection.split(",", -1)) {
      selected.add(selected(word));
    }
    return withFaults(selected);
  }

  private Fault selected(String word) {
    String[] parts = word.split("@", -1);
    try {
      int number = Integer.parseInt(parts[0]);
      Optional<Fault> fault = faults.stream().filter(f -> f.number() == number).findFirst();
      if (parts.length == 2 && fault.isPresent()) {
        return fault.get().movedTo(Long.parseLong(parts[1]));
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "--faults: expected NUMBER@MICROSECONDS with a number from 1 to "
            + faults.size()
            + ", got '"
            + word
            + "'");
  }
}
