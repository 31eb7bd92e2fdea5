package io.jmessage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Tries to break the core by every fault that the protocol promises to survive. A failure prints
 * its seed and what led to it. {@code -Dsimulation.seed=N} replays one seed, {@code
 * -Dsimulation.seeds=N} tries so many fresh ones.
 */
class SimulationTest {

  private static final int FIXED_SEEDS = 300;
  private static final long FRESH_SEEDS = Long.getLong("simulation.seeds", 100);

  private final LongAdder steps = new LongAdder();
  private final LongAdder acknowledgements = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private final Map<FaultKind, Integer> faults = new TreeMap<>();

  @Test
  void invariantsHold_fixedSeeds() {
    Long only = Long.getLong("simulation.seed");
    if (only != null) {
      new Simulation(Profile.of(only), Schedule.of(only, Profile.of(only)), true).run();
    } else {
      run(1, FIXED_SEEDS);
    }
  }

  @Test
  void invariantsHold_freshSeeds() {
    run(ThreadLocalRandom.current().nextLong(1_000_000_000L), FRESH_SEEDS);
  }

  private void run(long first, long count) {
    LongStream.range(first, first + count).parallel().forEach(this::run);
    System.out.printf(
        "simulated seeds %d to %d: %d steps, %d commands, %d reads, faults %s%n",
        first, first + count - 1, steps.sum(), acknowledgements.sum(), reads.sum(), faults);
    assertThat(acknowledgements.sum()).as("commands acknowledged").isGreaterThan(20 * count);
    assertThat(reads.sum()).as("reads").isGreaterThan(5 * count);
  }

  private void run(long seed) {
    Simulation simulation = new Simulation(seed, Profile.of(seed));
    simulation.run();
    steps.add(simulation.steps());
    acknowledgements.add(simulation.checker().acknowledgements());
    reads.add(simulation.checker().reads());
    synchronized (faults) {
      simulation.faults().made().forEach((kind, times) -> faults.merge(kind, times, Integer::sum));
    }
  }

  @Test
  void sameRun_sameSeed() {
    assertThat(fingerprint(4)).isEqualTo(fingerprint(4));
    assertThat(fingerprint(4)).isNotEqualTo(fingerprint(6));
  }

  private static int fingerprint(long seed) {
    Simulation simulation = new Simulation(Profile.of(seed), Schedule.of(seed, Profile.of(seed)), true);
    simulation.run();
    return simulation.trace().text().hashCode();
  }
}
