package io.jmessage.simulator;

import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends commands to the server that it takes for the master, and again with the same id, there or
 * elsewhere, until they are acknowledged; and reads.
 */
final class SimulatedClient {

  private static final long DEADLINE_MICROS = 1_500_000;
  private static final int OPEN_MAX = 8;

  private final Simulation simulation;
  private final int number;
  private int sequence;
  private int open;
  private int reads;
  private int server;
  private boolean finishing;
  private boolean lastSent;

  SimulatedClient(Simulation simulation, int number) {
    this.simulation = simulation;
    this.number = number;
  }

  void begin() {
    simulation.after(
        simulation.below(300_000),
        () -> {
          if (!finishing) {
            act();
            begin();
          }
        });
  }

  /** One more command, which must be acknowledged; then nothing. */
  void finish() {
    finishing = true;
    lastSent = true;
    new Command(nextId()).send();
  }

  boolean isDone() {
    return open == 0 && (lastSent || finishing);
  }

  private void act() {
    if (simulation.chance(0.3)) {
      read();
    } else if (open < OPEN_MAX) {
      long burst = simulation.chance(0.1) ? 4 : 1;
      for (int command = 0; command < burst; command++) {
        new Command(nextId()).send();
      }
    }
  }

  private String nextId() {
    return number + "-" + ++sequence;
  }

  private long delay() {
    long slow = simulation.clientsSlowMicros();
    return 50 + simulation.below(2_000) + (slow > 0 ? simulation.below(slow) : 0);
  }

  private SimulatedServer target() {
    return simulation.server(server);
  }

  /** The hint of a server that is not master, or the next one in order. */
  private void turnFrom(SimulatedServer refusing) {
    SimulatedServer hinted =
        refusing.isUp()
            ? refusing.core().master().map(simulation::server).orElse(refusing)
            : refusing;
    server =
        hinted != refusing && simulation.chance(0.8)
            ? simulation.servers().indexOf(hinted)
            : (server + 1) % simulation.servers().size();
  }

  /** One command, until it is acknowledged. */
  private final class Command {
    final String id;
    final long mustFollow = simulation.checker().lastAcknowledged();
    boolean done;

    Command(String id) {
      this.id = id;
      simulation.checker().invoked(id);
      open++;
    }

    void send() {
      if (done) {
        return;
      }
      Attempt attempt = new Attempt(this);
      SimulatedServer to = target();
      simulation.after(
          delay(),
          () -> {
            if (to.isUp()) {
              long ticket = to.applier().submitted(attempt);
              List<Event.Submission> submissions = new ArrayList<>();
              submissions.add(new Event.Submission(ticket, SimulatedServer.payload(id)));
              to.submit(submissions);
            } else {
              attempt.fails();
            }
          });
      simulation.after(
          DEADLINE_MICROS,
          () -> {
            if (!attempt.over) {
              attempt.over = true;
              server = (server + 1) % simulation.servers().size();
              send();
            }
          });
    }

    void again() {
      simulation.after(20_000 + simulation.below(100_000), this::send);
    }
  }

  /** One command at one server. */
  final class Attempt implements SimulatedApplier.Caller {
    private final Command command;
    private boolean over;

    Attempt(Command command) {
      this.command = command;
    }

    @Override
    public void fails() {
      if (!over) {
        over = true;
        server = (server + 1) % simulation.servers().size();
        command.again();
      }
    }

    @Override
    public void refused(SimulatedServer by) {
      if (!over) {
        over = true;
        turnFrom(by);
        command.again();
      }
    }

    @Override
    public void acknowledged(SimulatedServer by, LogEntry entry, long result) {
      if (!entry.payload().toStringUtf8().equals(command.id)) {
        throw new SimulationFailure(
            "I7",
            by.name() + " answers " + command.id + " with the outcome of " + entry.position());
      }
      over = true;
      simulation.after(
          delay(),
          () -> {
            if (!command.done) {
              command.done = true;
              open--;
              simulation.checker().acknowledged(command.id, result, command.mustFollow);
            }
          });
    }
  }

  // ---- Reads.

  /** Every third goes to any server: somebody may not have heard of a new master. */
  private void read() {
    reads++;
    SimulatedServer to =
        reads % 3 == 0 ? simulation.server(reads / 3 % simulation.servers().size()) : target();
    Read read = new Read();
    simulation.after(
        delay(),
        () -> {
          if (to.isUp() && to.role() == Role.MASTER) {
            to.deliver(new Event.ReadRequested(to.applier().asked(read)));
          }
        });
  }

  /** One read, which must see everything that was acknowledged or seen before it was asked. */
  private final class Read implements SimulatedApplier.Reader {
    private final long mustSee = simulation.checker().lastSeen();

    @Override
    public void sees(SimulatedServer by, long index) {
      simulation.checker().read(by, index, mustSee);
    }
  }
}
