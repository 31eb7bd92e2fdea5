package io.jmessage.simulator;

import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.failstop.core.Order;
import io.jmessage.simulator.SimulatedServer.Trigger;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Carries out the faults of a schedule, each at its time. */
final class FaultPlan {

  /** By when a step that was waited for has come, or does not. */
  private static final long STEP_MICROS = 500_000;

  /** An operator that stops a server gives it so long. */
  private static final long STOPPED_MICROS = 6_000_000;

  private final Simulation simulation;
  private final Map<FaultKind, Integer> made = new EnumMap<>(FaultKind.class);

  /** Faults that wait for a change of role. */
  private final Deque<Fault> awaiting = new ArrayDeque<>();

  private boolean active;
  private final Map<String, Integer> met = new TreeMap<>();

  FaultPlan(Simulation simulation) {
    this.simulation = simulation;
  }

  void begin(Schedule schedule) {
    active = true;
    for (Fault fault : schedule.faults()) {
      simulation.at(
          fault.at(),
          () -> {
            if (active) {
              strike(fault);
            }
          });
    }
  }

  private void strike(Fault fault) {
    simulation.trace().add(simulation.now(), "all", "FAULT", fault);
    made.merge(fault.kind(), 1, Integer::sum);
    fault.kind().strike(this, fault);
  }

  void end() {
    active = false;
    awaiting.clear();
  }

  /** How often each kind of fault was made. */
  Map<FaultKind, Integer> made() {
    return made;
  }

  /** Something rare that faults meet. */
  void count(String what) {
    met.merge(what, 1, Integer::sum);
  }

  /** How often something rare was met. */
  Map<String, Integer> met() {
    return met;
  }

  private SimulatedServer victim(Fault fault) {
    if (fault.master()) {
      for (SimulatedServer server : simulation.servers()) {
        if (server.role() == Role.MASTER) {
          return server;
        }
      }
    }
    return simulation.server(fault.server());
  }

  private SimulatedServer other(Fault fault) {
    return simulation.server(fault.other());
  }

  /** Begins something, and ends it after a while or when all is healed. */
  private void during(long micros, Runnable begin, Runnable end) {
    begin.run();
    simulation.after(micros, end);
  }

  // ---- Processes.

  void crash(Fault fault) {
    SimulatedServer server = victim(fault);
    server.crash();
    restartLater(server, fault.micros());
  }

  private void restartLater(SimulatedServer server, long micros) {
    int ended = server.incarnation();
    simulation.after(
        micros,
        () -> {
          if (active && !server.isUp() && server.incarnation() == ended) {
            server.start();
          }
        });
  }

  void crashAt(Fault fault, Trigger trigger) {
    crashAt(victim(fault), trigger, fault);
  }

  private void crashAt(SimulatedServer server, Trigger trigger, Fault fault) {
    server.crashAfter(trigger, fault.count());
    restartIfDown(server, STEP_MICROS, fault);
  }

  private void restartIfDown(SimulatedServer server, long after, Fault fault) {
    simulation.after(
        after,
        () -> {
          if (active && !server.isUp()) {
            restartLater(server, fault.micros());
          }
        });
  }

  void plannedStop(Fault fault) {
    SimulatedServer server = victim(fault);
    if (server.isUp()) {
      server.stop();
      restartIfDown(server, STOPPED_MICROS, fault);
    }
  }

  void pause(Fault fault) {
    victim(fault).pause(fault.micros());
  }

  void pauseAtStep(Fault fault) {
    victim(fault).pauseAfter(fault.count(), fault.micros());
  }

  void stutter(Fault fault) {
    stutter(
        victim(fault),
        fault,
        fault.count(),
        server -> {
          server.pause(fault.micros());
          return fault.micros() + 1_000 + simulation.below(30_000);
        });
  }

  void crawl(Fault fault) {
    stutter(
        victim(fault),
        fault,
        fault.count(),
        server -> {
          server.pause(fault.micros());
          server.pauseAfter((int) simulation.below(3), fault.micros());
          return 2 * fault.micros() + 1_000;
        });
  }

  /** One round; answers after how long the next one is due. */
  private interface Round {
    long pause(SimulatedServer server);
  }

  private void stutter(SimulatedServer server, Fault fault, int times, Round round) {
    long next = round.pause(server);
    if (times > 1) {
      simulation.after(
          next,
          () -> {
            if (active) {
              stutter(server, fault, times - 1, round);
            }
          });
    }
  }

  void jumpClock(Fault fault) {
    victim(fault).jumpClock(fault.micros());
  }

  // ---- Changes of role: a promotion is a good moment for a fault.

  void awaitRoleChange(Fault fault) {
    awaiting.add(fault);
  }

  void roleChanged(SimulatedServer server) {
    Fault fault = active ? awaiting.poll() : null;
    if (fault == null) {
      return;
    }
    SimulatedServer victim = fault.other() % 2 == 0 ? victim(fault) : server;
    if (fault.kind() == FaultKind.CRASH_AT_ROLE_CHANGE) {
      crashAt(victim, Trigger.EFFECT, fault);
    } else {
      victim.pauseAfter(fault.count(), fault.micros());
    }
  }

  // ---- Disks.

  void wipe(Fault fault) {
    SimulatedServer server = victim(fault);
    if (simulation.checker().mayLose(server)) {
      server.crash();
      server.wipe();
      restartLater(server, fault.micros());
    }
  }

  void stepDown(Fault fault) {
    victim(fault).order(new Order.StepDown());
  }

  /**
   * A disk is found damaged when its server starts again: no second one before the first is
   * repaired and in sync again, and none while it is alone (docs/protocol.md, 1).
   */
  void damage(Fault fault) {
    SimulatedServer server = victim(fault);
    boolean oneIsDamaged = simulation.servers().stream().anyMatch(s -> s.disk().isDamaged());
    boolean allRun = simulation.servers().stream().allMatch(SimulatedServer::isRunning);
    boolean mayLose = simulation.isReady() && simulation.checker().mayLose(server);
    if (!oneIsDamaged && allRun && mayLose) {
      server.crash();
      server.disk().damage();
      restartLater(server, fault.micros());
      repairLater(server, fault);
    }
  }

  private void repairLater(SimulatedServer server, Fault fault) {
    simulation.after(
        1000L * fault.count(),
        () -> {
          if (active && server.disk().isDamaged()) {
            simulation.operator().look();
            repairLater(server, fault);
          }
        });
  }

  void slowDisk(Fault fault) {
    SimulatedServer server = victim(fault);
    during(1000L * fault.count(), () -> server.slowDisk(fault.micros()), () -> server.slowDisk(0));
  }

  // ---- The network, and what is behind it.

  void slowLink(Fault fault) {
    SimulatedServer a = victim(fault);
    SimulatedServer b = other(fault);
    Consumer<Long> slow = micros -> simulation.network().slowDown(a.address(), b.address(), micros);
    during(1000L * fault.count(), () -> slow.accept(fault.micros()), () -> slow.accept(0L));
  }

  void slowClients(Fault fault) {
    during(
        1000L * fault.count(),
        () -> simulation.slowClients(fault.micros()),
        () -> simulation.slowClients(0));
  }

  void breakStreams(Fault fault) {
    simulation.network().breakStreams(victim(fault).address(), other(fault).address());
  }

  void loseCalls(Fault fault) {
    SimulatedNetwork network = simulation.network();
    during(
        fault.micros(), () -> network.loseCalls(fault.count() / 100.0), () -> network.loseCalls(0));
  }

  void copyCalls(Fault fault) {
    SimulatedNetwork network = simulation.network();
    during(
        fault.micros(), () -> network.copyCalls(fault.count() / 100.0), () -> network.copyCalls(0));
  }

  void spoilSnapshots(Fault fault) {
    during(
        fault.micros(),
        () -> simulation.spoilSnapshots(true),
        () -> simulation.spoilSnapshots(false));
  }

  void cut(Fault fault) {
    SimulatedServer alone = victim(fault);
    for (SimulatedServer other : simulation.servers()) {
      if (other != alone) {
        simulation.network().cut(alone.address(), other.address());
        if (fault.kind() == FaultKind.CUT) {
          simulation.network().cut(other.address(), alone.address());
        }
      }
    }
    simulation.after(fault.micros(), simulation.network()::restoreLinks);
  }
}
