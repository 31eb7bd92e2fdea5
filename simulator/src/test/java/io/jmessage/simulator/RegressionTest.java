package io.jmessage.simulator;

import io.jmessage.server.replication.Role;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The histories of docs/protocol.md, section 4, that lose an acknowledged write if one rule is
 * missing. The last crash comes after every number of further steps; the invariants are checked
 * after each.
 */
class RegressionTest {

  private static final int STEPS = 60;
  private static final long SOON = 20_000_000;

  /** 1: a Config met while catching up names the server: that grants nothing. */
  @Test
  void nothingIsLost_historicConfigNamesTheServer() {
    atEveryStep(
        run -> {
          crashAndDrop(run, 1);
          write(run);
          crashAndDrop(run, 2);
          write(run);
          run.server(2).start();
        });
  }

  /** 2: what a server knew before it was restarted does not make it eligible. */
  @Test
  void nothingIsLost_restartedServerWasInSyncOnce() {
    atEveryStep(
        run -> {
          write(run);
          crashAndDrop(run, 1);
          run.server(1).start();
          run.server(2).crash();
          run.until("0 to be alone", SOON, () -> run.server(0).inSync().size() <= 2);
          write(run);
        });
  }

  /** 3: servers that were not in sync at the end do not begin without the one that was. */
  @Test
  void staleServersWait_coldStart() {
    Simulation run = new Simulation(3, Profile.calm(3));
    run.guarded(
        () -> {
          begin(run);
          crashAndDrop(run, 1);
          crashAndDrop(run, 2);
          write(run);
          run.server(0).crash();
          run.server(1).start();
          run.server(2).start();
          run.advance(SOON);
          if (run.servers().stream().anyMatch(s -> s.role() == Role.MASTER)) {
            throw new SimulationFailure("a stale server is master");
          }
          finish(run);
        });
  }

  /** 4: a master that was paused does not go on without being confirmed. */
  @Test
  void nothingIsLost_pausedMasterWasReplaced() {
    IntStream.range(0, STEPS)
        .forEach(
            step -> {
              Simulation run = new Simulation(400 + step, Profile.calm(3));
              run.guarded(
                  () -> {
                    begin(run);
                    run.server(0).pause(SOON);
                    run.server(1).crash();
                    run.until("2 to serve", SOON, () -> run.server(2).servesEpoch());
                    write(run);
                    run.server(0).resume();
                    run.server(2).crashAfter(step);
                    run.advance(100_000);
                    run.server(2).crash();
                    run.advance(5_000_000);
                    finish(run);
                  });
            });
  }

  /** With fewer copies than asked for the commit index stands still, and yet the set must grow. */
  @Test
  void clusterIsWholeAgain_fewerCopiesThanAskedFor() {
    Simulation run =
        new Simulation(5, new Profile("copies", 3, 0, 1, List.of(), List.of(), 3, false));
    run.guarded(
        () -> {
          begin(run);
          write(run);
          run.server(1).crash();
          run.until("0 to drop 1", SOON, () -> run.server(0).inSync().size() == 2);
          run.server(1).start();
          run.until("everybody to be in sync", SOON, run::isReady);
          write(run);
          finish(run);
        });
  }

  /** A server that was cut off and dropped does not know so: it is not to be counted. */
  @Test
  void isNotCounted_serverThatWasCutOffAndDropped() {
    Profile cuts = new Profile("cut", 5, 0, 1, List.of(FaultKind.CUT), List.of(), 1, false);
    Simulation run = new Simulation(6, cuts);
    run.guarded(
        () -> {
          begin(run);
          run.servers().stream()
              .filter(s -> s != run.server(1))
              .forEach(
                  s -> {
                    run.network().cut(s.address(), run.server(1).address());
                    run.network().cut(run.server(1).address(), s.address());
                  });
          run.until(
              "the master to drop 1",
              SOON,
              () -> !run.server(0).inSync().contains(run.server(1).address()));
          write(run);
          run.server(0).crash();
          run.advance(50_000);
          run.network().restoreLinks();
          run.advance(5_000_000);
          finish(run);
        });
  }

  private static void atEveryStep(Consumer<Simulation> history) {
    IntStream.range(0, STEPS)
        .forEach(
            step -> {
              Simulation run = new Simulation(1000 + step, Profile.calm(3));
              run.guarded(
                  () -> {
                    begin(run);
                    history.accept(run);
                    run.server(0).crashAfter(step);
                    run.advance(500_000);
                    run.server(0).crash();
                    run.advance(5_000_000);
                    finish(run);
                  });
            });
  }

  private static void begin(Simulation run) {
    run.start();
    run.until("everybody to be in sync", SOON, run::isReady);
  }

  private static void crashAndDrop(Simulation run, int number) {
    SimulatedServer server = run.server(number);
    server.crash();
    run.until(
        "the master to drop " + number,
        SOON,
        () ->
            run.servers().stream()
                .anyMatch(s -> s.servesEpoch() && !s.inSync().contains(server.address())));
  }

  private static void write(Simulation run) {
    int before = run.checker().acknowledgements();
    run.until("a write", SOON, () -> run.checker().acknowledgements() > before + 2);
  }

  private static void finish(Simulation run) {
    run.heal();
    run.untilWholeAndQuiet();
  }
}
