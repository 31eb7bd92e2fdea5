package io.jmessage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * Tries to break the core by every fault that the protocol promises to survive. {@code
 * -Dsimulation.seeds=N} tries so many fresh seeds; {@code ./jmessage simulate} tries more.
 */
class SimulationTest {

  private static final int FIXED_SEEDS = 1800;
  private static final long FRESH_SEEDS = Long.getLong("simulation.seeds", 200);
  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  @Test
  void invariantsHold_fixedSeeds() throws InterruptedException {
    Statistics statistics = run(1, FIXED_SEEDS);

    for (FaultKind kind : FaultKind.values()) {
      assertThat(statistics.count(kind)).as(kind.words()).isPositive();
    }
  }

  @Test
  void invariantsHold_freshSeeds() throws InterruptedException {
    run(ThreadLocalRandom.current().nextLong(1_000_000_000L), FRESH_SEEDS);
  }

  private static Statistics run(long first, long count) throws InterruptedException {
    System.out.printf("simulates seeds %d to %d%n", first, first + count - 1);
    Campaign campaign = new Campaign(Profile::of, first, count);
    long begun = System.nanoTime();
    Optional<Campaign.Failed> failed = campaign.run(THREADS, 1000, (done, all, seconds) -> {});
    System.out.println(campaign.statistics().summary((System.nanoTime() - begun) / 1e9));

    assertThat(failed.map(SimulationTest::words)).isEmpty();
    assertThat(campaign.statistics().acknowledged()).isGreaterThan(20 * count);
    assertThat(campaign.statistics().reads()).isGreaterThan(5 * count);
    return campaign.statistics();
  }

  private static String words(Campaign.Failed failed) {
    return String.format(
        "seed %d: %s%n%s%nfor the shortest schedule: ./jmessage simulate --seed=%d",
        failed.seed(), failed.failure().headline(), failed.failure().details(), failed.seed());
  }

  @Test
  void sameRun_sameSeed() {
    assertThat(trace(4)).isEqualTo(trace(4));
    assertThat(trace(4)).isNotEqualTo(trace(6));
  }

  private static String trace(long seed) {
    Profile profile = Profile.of(seed);
    return SeedRun.of(profile, Schedule.of(seed, profile), true).simulation().trace().text();
  }

  @Test
  void replaysTheSelection_scheduleAsText() {
    Profile profile = Profile.of(4);
    Schedule schedule = Schedule.of(4, profile);
    Schedule half = schedule.withFaults(schedule.faults().subList(3, 9));

    assertThat(schedule.select(half.selection())).isEqualTo(half);
  }
}
