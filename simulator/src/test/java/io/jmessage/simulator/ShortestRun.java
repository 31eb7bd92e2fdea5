package io.jmessage.simulator;

import java.util.function.BiFunction;

/** Shortens the schedule of a seed and says what it breaks, with how many faults. */
public final class ShortestRun implements BiFunction<Long, String, String> {

  @Override
  public String apply(Long seed, String profileName) {
    Profile profile = Profile.named(profileName, seed).orElseThrow();
    Schedule schedule = Schedule.of(seed, profile);
    String broken = SeedRun.outcome(profile, schedule);
    Schedule shortest = Shortener.shorten(profile, schedule, broken, 500, 60_000);
    return SeedRun.outcome(profile, shortest) + " with " + shortest.faults().size();
  }
}
