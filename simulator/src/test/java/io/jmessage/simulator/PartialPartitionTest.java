package io.jmessage.simulator;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Role;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two servers do not reach each other, or one does not reach the other, while both reach the third:
 * there is one history all the same, and it goes on.
 */
class PartialPartitionTest {

  private static final long SOON = 20_000_000;
  private static final long LONG = 30_000_000;

  /** Of three servers, of which 0 is the master: from, to, and whether back as well. */
  static Stream<Object[]> cuts() {
    return Stream.of(
        new Object[] {0, 2, true},
        new Object[] {0, 2, false},
        new Object[] {2, 0, false},
        new Object[] {0, 1, true},
        new Object[] {0, 1, false},
        new Object[] {1, 0, false},
        new Object[] {1, 2, true});
  }

  @ParameterizedTest
  @MethodSource("cuts")
  void oneMasterGoesOn_oneLinkIsCut(int from, int to, boolean both) {
    for (long seed = 1; seed <= 20; seed++) {
      run(seed, from, to, both);
    }
  }

  private static void run(long seed, int from, int to, boolean both) {
    Simulation run = new Simulation(seed, Profile.calm(3));
    run.guarded(
        () -> {
          run.start();
          run.until("everybody to be in sync", SOON, run::isReady);
          Address a = run.server(from).address();
          Address b = run.server(to).address();
          run.network().cut(a, b);
          if (both) {
            run.network().cut(b, a);
          }
          for (long passed = 0; passed < LONG; passed += 10_000_000) {
            run.advance(10_000_000);
            goesOn(run);
          }
          onlyMaster(run);
          run.heal();
          run.untilWholeAndQuiet();
        });
  }

  private static void goesOn(Simulation run) {
    int before = run.checker().acknowledgements();
    run.until("a write", SOON, () -> run.checker().acknowledgements() > before + 5);
  }

  /** Whoever lost contact has not taken over from a master that the third one hears. */
  private static void onlyMaster(Simulation run) {
    Set<String> masters =
        Set.copyOf(
            run.servers().stream()
                .filter(server -> server.role() == Role.MASTER)
                .map(SimulatedServer::name)
                .toList());
    if (!masters.equals(Set.of(run.server(0).name()))) {
      throw new SimulationFailure("masters are " + masters);
    }
  }
}
