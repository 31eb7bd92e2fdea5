package io.jmessage.simulator;

import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.util.List;

/**
 * The thread of a server that reads what was cut off its log, keeps how far that has been submitted
 * again, and orders what others had cut off.
 */
final class SimulatedReconciler {

  private final Simulation simulation;
  private final SimulatedServer server;

  SimulatedReconciler(Simulation simulation, SimulatedServer server) {
    this.simulation = simulation;
    this.server = server;
  }

  /** False if it is another's effect. */
  boolean performs(Effect effect) {
    if (effect instanceof Effect.ReadDiverged read) {
      later(
          () ->
              server.deliver(
                  new Event.DivergedRead(read.suffix().name(), server.disk().read(read.suffix()))));
    } else if (effect instanceof Effect.SaveReconciled save) {
      later(() -> server.disk().save(save.suffix()));
    } else if (effect instanceof Effect.Merge merge) {
      later(() -> merge(merge));
    } else {
      return false;
    }
    return true;
  }

  /** Nothing of it happens if the process has ended before. */
  private void later(Runnable what) {
    int during = server.incarnation();
    simulation.after(
        100 + simulation.below(2_000),
        () -> {
          if (server.isUp() && server.incarnation() == during) {
            what.run();
          }
        });
  }

  /** What is there already is judged by a state that a read may see. */
  private void merge(Effect.Merge merge) {
    Batch batch = new Batch(merge);
    if (merge.entries().isEmpty()) {
      batch.submit();
    } else {
      long ticket = server.applier().asked((by, index) -> later(batch::submit));
      server.deliver(new Event.ReadRequested(ticket));
    }
  }

  /** What has been submitted counts once all of it is acknowledged; else it is asked for again. */
  private final class Batch {
    private final Effect.Merge merge;
    private int open;

    Batch(Effect.Merge merge) {
      this.merge = merge;
    }

    void submit() {
      List<LogEntry> missing =
          merge.entries().stream()
              .filter(entry -> !isThere(entry) || simulation.chance(0.3))
              .toList();
      open = missing.size();
      missing.forEach(entry -> submit(entry));
      finishIfDone();
    }

    private boolean isThere(LogEntry entry) {
      return server.disk().state().effects().containsKey(entry.payload().toStringUtf8());
    }

    private void submit(LogEntry cut) {
      long ticket =
          server
              .applier()
              .submitted(
                  new SimulatedApplier.Caller() {
                    @Override
                    public void fails() {}

                    @Override
                    public void refused(SimulatedServer by) {}

                    @Override
                    public void acknowledged(SimulatedServer by, LogEntry entry, long result) {
                      open--;
                      finishIfDone();
                    }
                  });
      server.submit(List.of(new Event.Submission(ticket, cut.payload())));
    }

    private void finishIfDone() {
      if (open == 0) {
        later(() -> server.deliver(new Event.Merged(merge.replyTo(), merge.last(), List.of())));
      }
    }
  }
}
