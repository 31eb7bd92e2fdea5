package io.jmessage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Shows that the simulator can see: with a rule of the protocol switched off in a copy of the core,
 * it finds what that breaks. {@code -Dsimulation.mutants.search=N} tries seeds 1 to N for each,
 * also for those that are not known to be found, and prints how many it took.
 */
class MutationTest {

  private static final long SEARCH = Long.getLong("simulation.mutants.search", 0);

  /** Tried when the seed that once found it does not any more. */
  private static final long SEEDS_MAX = 1000;

  private record Finding(Mutant mutant, long seed, String broken) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "| %s | %s | %s |",
          mutant.section(),
          mutant.rule(),
          broken.isEmpty() ? "not in " + seed : "seed " + seed + ": " + broken);
    }
  }

  @Test
  void simulatorFindsIt_ruleSwitchedOff() {
    List<Finding> findings = Mutants.found().parallelStream().map(MutationTest::find).toList();
    findings.forEach(System.out::println);

    assertThat(findings).filteredOn(f -> f.broken().isEmpty()).isEmpty();
  }

  /** Prints what came of those that stand behind another rule; none of it is an error. */
  @Test
  void searchGoesOn_ruleBehindAnother() {
    List<Mutant> mutants = SEARCH > 0 ? Mutants.notFound() : List.of();
    List<Finding> findings = mutants.parallelStream().map(MutationTest::find).toList();
    findings.forEach(System.out::println);

    assertThat(findings).hasSameSizeAs(mutants);
  }

  /** Bounds that are met in every run, so that what happens at them is seen. */
  @Test
  void invariantsHold_smallLimits() {
    BiFunction<Long, String, String> core = MutantCompiler.compile(Mutants.smallLimits());

    assertThat(LongStream.rangeClosed(1, 100).parallel().mapToObj(s -> core.apply(s, "")))
        .containsOnly("");
  }

  private static Finding find(Mutant mutant) {
    BiFunction<Long, String, String> core = MutantCompiler.compile(mutant.edits());
    List<Long> seeds = new ArrayList<>();
    if (SEARCH == 0) {
      seeds.add(mutant.seed());
    }
    LongStream.rangeClosed(1, SEARCH > 0 ? SEARCH : SEEDS_MAX).forEach(seeds::add);
    Optional<Finding> found =
        seeds.stream()
            .map(seed -> new Finding(mutant, seed, core.apply(seed, mutant.profile())))
            .filter(finding -> !finding.broken().isEmpty())
            .findFirst();
    return found.orElse(new Finding(mutant, seeds.size(), ""));
  }
}
