package io.jmessage.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Makes the faults of a schedule: everything by the seed. */
final class FaultMaker {

  private static final long SALT = 0x6A09E667F3BCC909L;

  private final SplittableRandom random;
  private final Profile profile;
  private final List<FaultKind> kinds;
  private final List<Pattern> patterns;
  private final List<Fault> faults = new ArrayList<>();

  FaultMaker(long seed, Profile profile) {
    this.random = new SplittableRandom(seed ^ SALT);
    this.profile = profile;
    this.kinds = profile.kinds();
    this.patterns = profile.patterns();
  }

  List<Fault> faults() {
    long end = profile.faultsMillis() * 1000;
    if (kinds.contains(FaultKind.CRASH) && random.nextDouble() < 0.05) {
      add(random.nextLong(5_000), FaultKind.CRASH, 0, awhile(), 0);
    }
    long at = between();
    while (at < end && !kinds.isEmpty()) {
      long took = make(patterns.get(below(patterns.size())), at);
      at += (random.nextDouble() < 0.5 ? took : 0) + between();
    }
    if (kinds.contains(FaultKind.LOST_CALLS) && random.nextDouble() < 0.5) {
      faults.add(new Fault(0, FaultKind.LOST_CALLS, false, 0, 0, end, 2));
    }
    faults.sort(Comparator.comparingLong(Fault::at));
    return IntStream.range(0, faults.size()).mapToObj(i -> faults.get(i).numbered(i + 1)).toList();
  }

  private long between() {
    return 1000 * (1 + random.nextLong(2 * profile.betweenFaultsMillis()));
  }

  /** Adds the faults of a pattern; answers how long it takes. */
  private long make(Pattern pattern, long at) {
    return switch (pattern) {
      case SINGLE -> single(at);
      case COLD_STOP -> coldStop(at);
      case ROLLING -> rolling(at);
      case STALE_FIRST -> staleFirst(at);
      case FROZEN_MASTER -> frozenMaster(at);
      case BURST -> burst(at);
      case TROUBLED_ELECTION -> troubledElection(at);
      case REJOIN -> rejoin(at);
      case REREGISTRATION -> reregistration(at);
    };
  }

  // ---- Patterns.

  private long single(long at) {
    single(at, kinds.get(below(kinds.size())));
    return 0;
  }

  private long coldStop(long at) {
    for (int server : everybody()) {
      add(at + random.nextLong(200_000), FaultKind.CRASH, server, awhile(), 0);
    }
    return 2_000_000;
  }

  private long rolling(long at) {
    long next = at;
    for (int server : everybody()) {
      add(next, FaultKind.CRASH, server, 100_000 + random.nextLong(4_000_000), 0);
      next += 100_000 + random.nextLong(3_000_000);
    }
    return next - at;
  }

  private long staleFirst(long at) {
    long next = at;
    long back = at + 3_000_000 + random.nextLong(5_000_000);
    for (int server : everybody()) {
      add(next, FaultKind.CRASH, server, Math.max(50_000, back - next), 0);
      next += 200_000 + random.nextLong(2_000_000);
      back = Math.max(back, next) + random.nextLong(3_000_000);
    }
    return back - at;
  }

  private long frozenMaster(long at) {
    long frozen = 2_000_000 + random.nextLong(7_000_000);
    faults.add(new Fault(at, FaultKind.PAUSE, true, anybody(), 0, frozen, 0));
    int times = 1 + below(3);
    for (int time = 0; time < times; time++) {
      long later = at + random.nextLong(frozen);
      add(later, FaultKind.CRASH, anybody(), 20_000 + random.nextLong(3_000_000), 0);
    }
    return frozen;
  }

  private long burst(long at) {
    int times = 3 + below(4);
    for (int time = 0; time < times; time++) {
      single(at + random.nextLong(500_000), kinds.get(below(kinds.size())));
    }
    return 500_000;
  }

  private long troubledElection(long at) {
    boolean pauses = kinds.contains(FaultKind.PAUSE_AT_ROLE_CHANGE);
    int times = 1 + below(4);
    for (int time = 0; time < times; time++) {
      if (pauses && random.nextDouble() < 0.4) {
        // Who has just claimed, for longer than the others wait.
        long micros = 2_000_000 + random.nextLong(6_000_000);
        int steps = below(8);
        faults.add(new Fault(at, FaultKind.PAUSE_AT_ROLE_CHANGE, false, 0, 1, micros, steps));
      } else {
        single(at, FaultKind.CRASH_AT_ROLE_CHANGE);
      }
    }
    faults.add(new Fault(at + 1, FaultKind.CRASH, true, anybody(), 0, 20_000 + awhile() / 4, 0));
    return 1_000_000;
  }

  private long rejoin(long at) {
    int times = 1 + below(3);
    for (int time = 0; time < times; time++) {
      long micros = 50_000 + random.nextLong(400_000);
      add(at, FaultKind.SLOW_DISK, anybody(), micros, 4_000);
      single(at, FaultKind.SLOW_LINK);
    }
    add(at, FaultKind.CRASH, anybody(), 20_000 + random.nextLong(1_000_000), 0);
    faults.add(
        new Fault(
            at + 10_000,
            FaultKind.CRASH_AT_ROLE_CHANGE,
            true,
            anybody(),
            0,
            20_000 + awhile(),
            below(12)));
    return 3_000_000;
  }

  private long reregistration(long at) {
    long lasts = 3_000_000 + random.nextLong(4_000_000);
    faults.add(new Fault(at, FaultKind.LATE_COPIES, false, 0, 0, lasts, 20 + below(60)));
    faults.add(new Fault(at, FaultKind.LOST_CALLS, false, 0, 0, lasts, 10 + below(50)));
    for (long next = at; next < at + lasts; next += random.nextLong(400_000)) {
      single(next, FaultKind.BROKEN_STREAM);
    }
    return lasts;
  }

  // ---- One fault.

  private void single(long at, FaultKind kind) {
    boolean master = random.nextDouble() < 0.5;
    int server = anybody();
    int other = anybody();
    long micros = duration(kind);
    int count = count(kind);
    faults.add(new Fault(at, kind, master, server, other, micros, count));
  }

  private void add(long at, FaultKind kind, int server, long micros, int count) {
    faults.add(new Fault(at, kind, false, server, 0, micros, count));
  }

  private long duration(FaultKind kind) {
    return switch (kind) {
      case STUTTER -> 300_000 + random.nextLong(1_100_000);
      case CRAWL -> 500_000 + random.nextLong(950_000);
      case CLOCK_JUMP ->
          400_000 + random.nextLong(random.nextBoolean() ? 2_000_000 : 3_600_000_000L);
      case SLOW_DISK -> 50_000 + random.nextLong(800_000);
      case SLOW_LINK -> random.nextLong(250_000);
      case SLOW_CLIENTS -> random.nextLong(1_000_000);
      default -> awhile();
    };
  }

  private int count(FaultKind kind) {
    return switch (kind) {
      case CRASH_AT_STEP, PAUSE_AT_STEP -> below(30);
      case CRASH_AT_ROLE_CHANGE, PAUSE_AT_ROLE_CHANGE -> below(12);
      case DISK_ERROR -> below(4);
      case STUTTER, CRAWL -> 2 + below(4);
      case SLOW_DISK, SLOW_LINK, SLOW_CLIENTS, DAMAGED_DISK -> (int) (awhile() / 1000);
      case LOST_CALLS -> 2 + below(8);
      case LATE_COPIES -> 5 + below(40);
      default -> 0;
    };
  }

  // ---- Chance.

  private int below(int bound) {
    return random.nextInt(bound);
  }

  private int anybody() {
    return below(profile.servers());
  }

  private List<Integer> everybody() {
    List<Integer> servers = new ArrayList<>(IntStream.range(0, profile.servers()).boxed().toList());
    for (int last = servers.size() - 1; last > 0; last--) {
      Collections.swap(servers, last, below(last + 1));
    }
    return servers;
  }

  /** Short or long. */
  private long awhile() {
    return random.nextDouble() < 0.4
        ? 10_000 + random.nextLong(500_000)
        : 200_000 + random.nextLong(7_000_000);
  }
}
