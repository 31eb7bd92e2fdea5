package io.jmessage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Links are cut, both sides may go on, and when they meet again everything that was acknowledged on
 * either side is there once (docs/protocol.md, 3.11).
 */
class PartitionTest {

  private static final long SEEDS = Long.getLong("partition.seeds", 60);

  @Test
  void nothingAcknowledgedIsMissing_linksWereCut() {
    long first = Long.getLong("partition.seed", ThreadLocalRandom.current().nextLong(1L << 40));
    LongAdder cut = new LongAdder();
    LongStream.range(first, first + SEEDS)
        .parallel()
        .forEach(
            seed -> {
              Simulation run = new Simulation(seed, Profile.merging(2 + (int) (seed % 3)));
              run.run();
              cut.add(run.servers().stream().mapToLong(s -> s.disk().keptForLater()).sum());
            });
    System.out.printf(
        "partitions, seeds %d to %d: %d entries cut off and submitted again%n",
        first, first + SEEDS - 1, cut.sum());
    assertThat(cut.sum()).as("entries cut off that may have been acknowledged").isPositive();
  }
}
