package io.jmessage.simulator;

import java.util.function.BiFunction;

/**
 * Runs a seed and says what it breaks; empty: nothing. Loaded beside a mutated core, so that only
 * types of the JDK go in and out.
 */
public final class MutantRun implements BiFunction<Long, String, String> {

  @Override
  public String apply(Long seed, String profileName) {
    Profile profile =
        profileName.isEmpty() ? Profile.of(seed) : Profile.named(profileName, seed).orElseThrow();
    return SeedRun.outcome(profile, Schedule.of(seed, profile));
  }
}
