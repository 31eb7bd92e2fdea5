package io.jmessage.simulator;

import io.jmessage.server.replication.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** N+1 servers in sync survive N crashes, in any order and at any moment. */
class AvailabilityTest {

  /** Enough for two claims, each after a silence. */
  private static final long SERVES_MICROS = 15_000_000;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5})
  void lastServerServes_allOthersCrashed(int servers) {
    LongStream.rangeClosed(1, 60).forEach(seed -> crashAllButOne(seed, servers));
  }

  private static void crashAllButOne(long seed, int servers) {
    Simulation simulation = new Simulation(seed, Profile.calm(servers));
    simulation.guarded(
        () -> {
          simulation.start();
          simulation.until("everybody to be in sync", 10_000_000, simulation::isReady);
          List<SimulatedServer> alive = new ArrayList<>(simulation.servers());
          while (alive.size() > 1) {
            SimulatedServer victim = alive.remove((int) simulation.below(alive.size()));
            simulation.advance(simulation.below(simulation.chance(0.5) ? 400_000 : 4_000_000));
            if (simulation.chance(0.5)) {
              victim.crashAfter((int) simulation.below(15));
              simulation.advance(300_000);
            }
            victim.crash();
          }
          SimulatedServer last = alive.get(0);
          simulation.until("the last server to be master", SERVES_MICROS, last::servesEpoch);
          int before = simulation.checker().acknowledgements();
          simulation.until(
              "the last server to acknowledge a command",
              SERVES_MICROS,
              () -> simulation.checker().acknowledgements() > before + 1);
          if (last.role() != Role.MASTER) {
            throw new SimulationFailure("the last server is " + last.role());
          }
        });
  }
}
