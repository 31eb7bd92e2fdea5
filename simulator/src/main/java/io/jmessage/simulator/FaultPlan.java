package io.jmessage.simulator;

import io.jmessage.server.replication.failstop.core.Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What goes wrong in a run, and when: everything by the seed. */
final class FaultPlan {

  private final Simulation simulation;
  private final Map<String, Integer> made = new TreeMap<>();
  private boolean active;

  FaultPlan(Simulation simulation) {
    this.simulation = simulation;
  }

  void begin() {
    active = true;
    if (simulation.profile().loss()) {
      simulation.network().loseCalls(simulation.chance(0.5) ? 0.02 : 0);
    }
    next();
  }

  void end() {
    active = false;
  }

  /** How often each kind of fault was made. */
  Map<String, Integer> made() {
    return made;
  }

  private void next() {
    simulation.after(
        1000 * (1 + simulation.below(2 * simulation.profile().betweenFaultsMillis())),
        () -> {
          if (active) {
            fault();
            next();
          }
        });
  }

  private void fault() {
    Profile profile = simulation.profile();
    List<Runnable> kinds = new ArrayList<>();
    if (profile.crashes()) {
      kinds.add(() -> crash(victim()));
      kinds.add(() -> crash(victim()));
      kinds.add(this::crashAtAStep);
      kinds.add(this::coldStop);
      if (!profile.cuts()) {
        // A side may hold the only copy of what it acknowledged alone.
        kinds.add(this::damage);
      }
    }
    if (profile.pauses()) {
      kinds.add(() -> pause(victim()));
      kinds.add(() -> pause(victim()));
      kinds.add(this::pauseAtAStep);
      kinds.add(() -> stutter(victim(), 2 + (int) simulation.below(4)));
    }
    if (profile.plannedStops()) {
      kinds.add(this::plannedStop);
      kinds.add(this::stepDown);
    }
    if (profile.slowness()) {
      kinds.add(this::slowDisk);
      kinds.add(this::slowLink);
    }
    if (profile.loss()) {
      kinds.add(this::breakStreams);
    }
    if (profile.cuts()) {
      kinds.add(this::cut);
      kinds.add(this::cut);
    }
    kinds.get((int) simulation.below(kinds.size())).run();
  }

  /** Of a fault, or of something rare that faults meet. */
  void count(String kind) {
    made.merge(kind, 1, Integer::sum);
  }

  /** Often the master: that is where it hurts. */
  private SimulatedServer victim() {
    if (simulation.chance(0.5)) {
      for (SimulatedServer server : simulation.servers()) {
        if (server.role() == io.jmessage.server.replication.Role.MASTER) {
          return server;
        }
      }
    }
    return any();
  }

  private SimulatedServer any() {
    return simulation.server((int) simulation.below(simulation.servers().size()));
  }

  /** Short or long. */
  private long awhile() {
    return simulation.chance(0.4)
        ? 10_000 + simulation.below(500_000)
        : 200_000 + simulation.below(7_000_000);
  }

  private void crash(SimulatedServer server) {
    count("crash");
    server.crash();
    restartLater(server);
  }

  private void restartLater(SimulatedServer server) {
    int ended = server.incarnation();
    simulation.after(
        awhile(),
        () -> {
          if (active && !server.isUp() && server.incarnation() == ended) {
            server.start();
          }
        });
  }

  private void crashAtAStep() {
    count("crash at a step");
    SimulatedServer server = victim();
    server.crashAfter((int) simulation.below(30));
    simulation.after(
        500_000,
        () -> {
          if (active && !server.isUp()) {
            restartLater(server);
          }
        });
  }

  private void coldStop() {
    if (!simulation.chance(0.3)) {
      return;
    }
    count("cold stop of all");
    for (SimulatedServer server : simulation.servers()) {
      simulation.after(simulation.below(200_000), () -> crash(server));
    }
  }

  private void pause(SimulatedServer server) {
    count("pause");
    server.pause(awhile());
  }

  private void pauseAtAStep() {
    count("pause at a step");
    victim().pauseAfter((int) simulation.below(30), awhile());
  }

  /** Pauses that are too short to count each, with hardly any time to work between them. */
  private void stutter(SimulatedServer server, int times) {
    count("stutter");
    long pause = 300_000 + simulation.below(1_100_000);
    server.pause(pause);
    if (times > 1) {
      simulation.after(
          pause + 1_000 + simulation.below(30_000),
          () -> {
            if (active) {
              stutter(server, times - 1);
            }
          });
    }
  }

  private void plannedStop() {
    count("planned stop");
    SimulatedServer server = victim();
    if (server.isUp()) {
      server.stop();
      simulation.after(6_000_000, () -> restartIfDown(server));
    }
  }

  private void restartIfDown(SimulatedServer server) {
    if (active && !server.isUp()) {
      restartLater(server);
    }
  }

  private void stepDown() {
    count("step down");
    victim().order(new Order.StepDown());
  }

  /**
   * A disk is found damaged when its server starts again. The promise is that one member of the
   * in-sync set in force keeps its disk (docs/protocol.md, 1): so no second one before the first is
   * repaired and in sync again, and none while it is alone.
   */
  private void damage() {
    boolean oneIsDamaged = simulation.servers().stream().anyMatch(s -> s.disk().isDamaged());
    boolean allRun = simulation.servers().stream().allMatch(SimulatedServer::isRunning);
    if (oneIsDamaged || !allRun || !simulation.isReady()) {
      return;
    }
    count("damaged disk");
    SimulatedServer victim = any();
    victim.crash();
    victim.disk().damage();
    restartLater(victim);
    repairLater(victim);
  }

  private void repairLater(SimulatedServer victim) {
    simulation.after(
        awhile(),
        () -> {
          if (active && victim.disk().isDamaged()) {
            simulation.operator().look();
            repairLater(victim);
          }
        });
  }

  private void slowDisk() {
    count("slow disk");
    SimulatedServer server = any();
    server.slowDisk(50_000 + simulation.below(800_000));
    simulation.after(awhile(), () -> server.slowDisk(0));
  }

  private void slowLink() {
    count("slow link");
    SimulatedServer a = any();
    SimulatedServer b = any();
    simulation.network().slowDown(a.address(), b.address(), simulation.below(250_000));
    simulation.after(awhile(), () -> simulation.network().slowDown(a.address(), b.address(), 0));
  }

  private void breakStreams() {
    count("broken stream");
    simulation.network().breakStreams(any().address(), any().address());
  }

  private void cut() {
    count("cut");
    SimulatedServer alone = any();
    boolean bothWays = simulation.chance(0.7);
    for (SimulatedServer other : simulation.servers()) {
      if (other != alone) {
        simulation.network().cut(alone.address(), other.address());
        if (bothWays) {
          simulation.network().cut(other.address(), alone.address());
        }
      }
    }
    simulation.after(awhile(), simulation.network()::heal);
  }

  /** A promotion is a good moment for the next fault. */
  void roleChanged(SimulatedServer server) {
    if (!active || !simulation.chance(0.1)) {
      return;
    }
    if (simulation.profile().crashes() && simulation.chance(0.6)) {
      count("crash at a change of role");
      SimulatedServer victim = simulation.chance(0.6) ? server : any();
      victim.crashAfter((int) simulation.below(12));
      simulation.after(300_000, () -> restartIfDown(victim));
    } else if (simulation.profile().pauses()) {
      count("pause at a change of role");
      SimulatedServer victim = simulation.chance(0.6) ? server : any();
      victim.pauseAfter((int) simulation.below(12), awhile());
    }
  }
}
