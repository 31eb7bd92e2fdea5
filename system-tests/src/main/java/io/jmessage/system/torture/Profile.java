package io.jmessage.system.torture;

import io.jmessage.system.torture.check.Check;
import io.jmessage.system.torture.fault.FaultKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How long a run takes, what it does, and what must hold after it.
 *
 * @param length of one round, in which faults are made; starting and checking come on top
 * @param rounds each with people of its own and a check at its end, on the same servers
 * @param scale of the times that faults last; 1: up to 20 s
 */
record Profile(
    String name,
    Duration length,
    int rounds,
    double scale,
    List<FaultKind> faults,
    List<Check> checks) {
  private static final double QUICK_SCALE = 0.15;
  private static final int ROUND_MINUTES = 10;

  Profile {
    faults = List.copyOf(faults);
    checks = List.copyOf(checks);
  }

  private static Profile of(String name, Duration length, int rounds, double scale) {
    return new Profile(name, length, rounds, scale, promised(), Check.ofStops());
  }

  private static List<FaultKind> promised() {
    return Arrays.stream(FaultKind.values()).filter(FaultKind::isPromised).toList();
  }

  /** About a minute. */
  static Profile quick() {
    return of("quick", Duration.ofSeconds(45), 1, QUICK_SCALE);
  }

  /** Ten minutes. */
  static Profile standard() {
    return of("standard", Duration.ofMinutes(ROUND_MINUTES), 1, 1);
  }

  /** Rounds of ten minutes, as many as fit. */
  static Profile hours(double hours) {
    Duration all = Duration.ofSeconds((long) (hours * 3600));
    int rounds = (int) Math.max(1, all.toMinutes() / ROUND_MINUTES);
    return of("hours", all.dividedBy(rounds), rounds, 1);
  }

  /** The network is cut in two again and again; about a minute. */
  static Profile partition() {
    return new Profile("partition", Duration.ofSeconds(60), 1, 1, List.of(), Check.ofPartitions());
  }

  boolean isOfPartitions() {
    return checks.contains(Check.BOTH_SIDES);
  }

  /** The same in another time. */
  Profile lasting(Duration time) {
    return new Profile(name, time.dividedBy(rounds), rounds, scale, faults, checks);
  }

  /** The same with these faults only. */
  Profile with(FaultKind... kinds) {
    return new Profile(name, length, rounds, scale, Arrays.asList(kinds), checks);
  }
}
