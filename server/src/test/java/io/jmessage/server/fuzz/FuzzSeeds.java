package io.jmessage.server.fuzz;

import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;

/**
 * The seeds of a test with random input: some that are always the same. {@code -Dfuzz.fresh=true}
 * adds a fresh one, which is printed; {@code -Dfuzz.seed=N} takes that one alone, {@code
 * -Dfuzz.effort=N} does N times as much with each.
 */
public final class FuzzSeeds {
  private static final LongStream FIXED = LongStream.of(1, 2);
  private static final long[] ALL = choose();

  private FuzzSeeds() {}

  /** For {@code MethodSource}. */
  public static LongStream all() {
    return LongStream.of(ALL);
  }

  /** How many cases a test makes of one seed. */
  public static int rounds(int usual) {
    return usual * Integer.getInteger("fuzz.effort", 1);
  }

  private static long[] choose() {
    Long one = Long.getLong("fuzz.seed");
    if (one != null) {
      return new long[] {one};
    }
    if (!Boolean.getBoolean("fuzz.fresh")) {
      return FIXED.toArray();
    }
    long fresh = ThreadLocalRandom.current().nextLong(3, 1L << 32);
    System.out.println("fuzz: the fresh seed is " + fresh + ", again with -Dfuzz.seed=" + fresh);
    return LongStream.concat(FIXED, LongStream.of(fresh)).toArray();
  }
}
