package io.jmessage.simulator;

/**
 * What may go wrong in a run.
 *
 * @param servers how many there are; the first one creates the cluster
 * @param faultsMillis for how long faults are made; then everything is healed
 * @param betweenFaultsMillis on average
 * @param crashes processes die and are restarted
 * @param pauses processes are stopped and go on
 * @param plannedStops operators stop servers
 * @param slowness of disks and links, far below what looks like a failure (assumption A3)
 * @param loss calls are lost or doubled, and streams break
 * @param cuts links are cut in one or both directions: outside the assumptions of fail-stop
 * @param trimming servers take snapshots of their own state and keep little of the log before them
 */
record Profile(
    String name,
    int servers,
    long faultsMillis,
    long betweenFaultsMillis,
    boolean crashes,
    boolean pauses,
    boolean plannedStops,
    boolean slowness,
    boolean loss,
    boolean cuts,
    boolean trimming) {

  /** What a seed stands for: three servers and fail-stop mostly, and some of everything else. */
  static Profile of(long seed) {
    int servers =
        switch ((int) (seed % 10)) {
          case 0 -> 2;
          case 5 -> 5;
          default -> 3;
        };
    return switch ((int) (seed / 10 % 8)) {
      case 0 -> crashes(servers);
      case 1 -> partition(servers);
      default -> failStop(servers);
    };
  }

  /** Everything that the protocol promises to survive without losing anything. */
  static Profile failStop(int servers) {
    return new Profile(
        "fail-stop", servers, 20_000, 900, true, true, true, true, true, false, true);
  }

  /** Crashes and restarts alone. */
  static Profile crashes(int servers) {
    return new Profile(
        "crashes", servers, 20_000, 900, true, false, false, false, false, false, true);
  }

  /** As fail-stop, and links are cut: both sides may go on, and must agree when they meet. */
  static Profile partition(int servers) {
    return new Profile(
        "partition", servers, 20_000, 1_500, true, true, true, true, true, true, true);
  }

  /** Nothing goes wrong: for runs that make their own faults. */
  static Profile calm(int servers) {
    return new Profile("calm", servers, 0, 0, false, false, false, false, false, false, false);
  }
}
