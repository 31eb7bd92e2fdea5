package io.jmessage.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What may go wrong in a run, and what is then promised.
 *
 * @param servers how many there are; the first one creates the cluster
 * @param faultsMillis for how long faults are made; then everything is healed
 * @param betweenFaultsMillis on average
 * @param kinds of faults, each as often as it stands here
 * @param patterns of faults, each as often as it stands here
 * @param minCopies fewer servers in sync: writes are refused
 * @param trimming servers take snapshots of their own state and keep little of the log before them
 */
record Profile(
    String name,
    int servers,
    long faultsMillis,
    long betweenFaultsMillis,
    List<FaultKind> kinds,
    List<Pattern> patterns,
    int minCopies,
    boolean trimming) {

  private static final List<FaultKind> CRASHES =
      List.of(
          FaultKind.CRASH,
          FaultKind.CRASH,
          FaultKind.CRASH,
          FaultKind.CRASH_AT_STEP,
          FaultKind.CRASH_AT_STEP,
          FaultKind.CRASH_AT_ROLE_CHANGE,
          FaultKind.DISK_ERROR);

  private static final List<FaultKind> PAUSES =
      List.of(
          FaultKind.PAUSE,
          FaultKind.PAUSE,
          FaultKind.PAUSE_AT_STEP,
          FaultKind.PAUSE_AT_ROLE_CHANGE,
          FaultKind.STUTTER,
          FaultKind.CRAWL,
          FaultKind.CLOCK_JUMP,
          FaultKind.PLANNED_STOP,
          FaultKind.STEP_DOWN,
          FaultKind.DAMAGED_DISK);

  /** Slowness stays far below what looks like a failure (assumption A3). */
  private static final List<FaultKind> TROUBLE =
      List.of(
          FaultKind.SLOW_DISK,
          FaultKind.SLOW_LINK,
          FaultKind.SLOW_CLIENTS,
          FaultKind.BROKEN_STREAM,
          FaultKind.LOST_CALLS,
          FaultKind.LATE_COPIES,
          FaultKind.BAD_SNAPSHOT);

  /** Outside the assumptions of fail-stop (A3). */
  private static final List<FaultKind> CUTS =
      List.of(FaultKind.CUT, FaultKind.CUT, FaultKind.CUT, FaultKind.CUT_ONE_WAY);

  Profile {
    kinds = List.copyOf(kinds);
    patterns = List.copyOf(patterns);
  }

  /** What a seed stands for: three servers and fail-stop mostly, and some of everything else. */
  static Profile of(long seed) {
    int servers = serversOf(seed);
    return switch ((int) (seed / 10 % 8)) {
      case 0 -> crashes(servers);
      case 1 -> partition(servers);
      case 2 -> wipes(servers);
      case 3 -> minCopies(servers);
      case 4 -> merging(servers);
      default -> failStop(servers);
    };
  }

  private static int serversOf(long seed) {
    return switch ((int) (seed % 10)) {
      case 0 -> 2;
      case 5 -> 5;
      default -> 3;
    };
  }

  /** The profile of that name, with as many servers as the seed says. */
  static Optional<Profile> named(String name, long seed) {
    int servers = serversOf(seed);
    return Stream.of(
            failStop(servers),
            crashes(servers),
            wipes(servers),
            minCopies(servers),
            partition(servers),
            merging(servers))
        .filter(profile -> profile.name().equals(name))
        .findFirst();
  }

  static List<String> names() {
    return List.of("fail-stop", "crashes", "wipes", "min-copies", "partition", "merging");
  }

  /** Everything that the protocol promises to survive without losing anything. */
  static Profile failStop(int servers) {
    return new Profile(
        "fail-stop", servers, 20_000, 900, all(CRASHES, PAUSES, TROUBLE), directed(), 1, true);
  }

  /** Crashes and restarts alone. */
  static Profile crashes(int servers) {
    return new Profile(
        "crashes",
        servers,
        20_000,
        900,
        CRASHES,
        List.of(
            Pattern.SINGLE,
            Pattern.SINGLE,
            Pattern.SINGLE,
            Pattern.SINGLE,
            Pattern.COLD_STOP,
            Pattern.ROLLING,
            Pattern.STALE_FIRST,
            Pattern.TROUBLED_ELECTION),
        1,
        true);
  }

  /** As fail-stop, and disks are lost: what a lost disk alone knew may be waited for in vain. */
  static Profile wipes(int servers) {
    return new Profile(
        "wipes",
        servers,
        20_000,
        1_200,
        all(CRASHES, PAUSES, TROUBLE, List.of(FaultKind.WIPED_DISK, FaultKind.WIPED_DISK)),
        directed(),
        1,
        true);
  }

  /** As fail-stop, and nothing may be acknowledged by fewer than two. */
  static Profile minCopies(int servers) {
    return new Profile(
        "min-copies", servers, 20_000, 1_200, all(CRASHES, PAUSES, TROUBLE), directed(), 2, true);
  }

  /** As fail-stop, and links are cut: both sides may go on, and must agree when they meet. */
  static Profile partition(int servers) {
    return new Profile(
        "partition",
        servers,
        20_000,
        1_500,
        all(CRASHES, PAUSES, TROUBLE, CUTS),
        directed(),
        1,
        true);
  }

  /**
   * As partition, but what a side acknowledged alone stays in its log until the sides meet: then
   * all of it is ordered again.
   */
  static Profile merging(int servers) {
    List<FaultKind> kinds = new ArrayList<>(all(CRASHES, PAUSES, TROUBLE, CUTS));
    kinds.remove(FaultKind.DAMAGED_DISK);
    return new Profile("merging", servers, 20_000, 1_500, kinds, directed(), 1, false);
  }

  /** Nothing goes wrong: for runs that make their own faults. */
  static Profile calm(int servers) {
    return new Profile("calm", servers, 0, 1, List.of(), List.of(), 1, false);
  }

  private static List<Pattern> directed() {
    List<Pattern> patterns = new ArrayList<>(List.of(Pattern.values()));
    for (int more = 0; more < 12; more++) {
      patterns.add(Pattern.SINGLE);
    }
    return patterns;
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static List<FaultKind> all(List<FaultKind>... groups) {
    return Stream.of(groups).flatMap(List::stream).toList();
  }

  /** Links are cut: each side may have a history of its own until they meet. */
  boolean cuts() {
    return kinds.contains(FaultKind.CUT);
  }

  /** Whatever is acknowledged on either side of a cut is in the one history that comes of it. */
  boolean mergesAll() {
    return cuts() && !trimming && !losesDisks() && !kinds.contains(FaultKind.DAMAGED_DISK);
  }

  /** Disks are lost: the cluster may wait for one for ever, as it must (docs/protocol.md, 1). */
  boolean losesDisks() {
    return kinds.contains(FaultKind.WIPED_DISK);
  }
}
