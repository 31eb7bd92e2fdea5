package io.jmessage.simulator;

import io.jmessage.server.replication.Role;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What only the missing servers hold is lost by a forced promotion: that is its meaning. So the
 * invariants are held against two histories here, as while links are cut; all else must still be
 * right.
 */
class ForcedPromotionTest {

  private static final long SOON = 20_000_000;
  private static final Profile TWO_HISTORIES = twoHistories();

  /** Servers 1 and 2 were dropped; 0 wrote alone, in later epochs, and died. */
  @Test
  void staleServersGoOn_forcedAndTheMissingComesBack() {
    LongStream.rangeClosed(1, 100).forEach(ForcedPromotionTest::force);
  }

  private static void force(long seed) {
    Simulation run = new Simulation(seed, TWO_HISTORIES);
    run.guarded(
        () -> {
          run.start();
          run.until("everybody to be in sync", SOON, run::isReady);
          crashAndDrop(run, 1);
          crashAndDrop(run, 2);
          write(run);
          restartAlone(run);
          run.server(0).crash();
          run.server(1).start();
          run.server(2).start();
          run.advance(3_000_000);
          if (run.servers().stream().anyMatch(s -> s.role() == Role.MASTER)) {
            throw new SimulationFailure("a stale server is master before it is forced");
          }

          run.server(1).forcePromote();
          run.until("the forced one to serve", SOON, () -> run.server(1).servesEpoch());
          write(run);
          // While it is alone it is the only one that knows: the old set would go on without it.
          run.until("a second to be in sync", SOON, () -> run.server(1).inSync().size() == 2);
          run.until("that to count", SOON, () -> run.server(1).servesEpoch());
          if (run.chance(0.5)) {
            run.server(1).crashAfter((int) run.below(20));
          }
          run.server(0).start();
          run.advance(5_000_000);
          if (run.server(0).role() == Role.MASTER
              && run.server(0).core().newestConfig().config().forced().isEmpty()) {
            throw new SimulationFailure("the old history has come back over the forced one");
          }
          run.heal();
          run.untilWholeAndQuiet();
          if (run.server(0).core().newestConfig().config().forced().isEmpty()) {
            throw new SimulationFailure("the forced history was lost");
          }
        });
  }

  /** Every start alone is an epoch that the others have not seen. */
  private static void restartAlone(Simulation run) {
    for (int times = 0; times < 3; times++) {
      run.server(0).crash();
      run.server(0).start();
      run.until("0 to serve alone", SOON, () -> run.server(0).servesEpoch());
    }
  }

  private static void crashAndDrop(Simulation run, int number) {
    run.server(number).crash();
    run.until(
        "0 to drop " + number,
        SOON,
        () ->
            run.server(0).servesEpoch()
                && !run.server(0).inSync().contains(run.server(number).address()));
  }

  private static void write(Simulation run) {
    int before = run.checker().acknowledgements();
    run.until("a write", SOON, () -> run.checker().acknowledgements() > before + 2);
  }

  private static Profile twoHistories() {
    Profile calm = Profile.calm(3);
    return new Profile("cut", calm.servers(), 0, 1, List.of(FaultKind.CUT), List.of(), 1, false);
  }
}
