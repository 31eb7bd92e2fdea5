package io.jmessage.simulator;

import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The thread of a server that applies what is committed, answers who submitted it, and lets reads
 * see the state.
 */
final class SimulatedApplier {

  /** Who waits for a command. */
  interface Caller {

    /** The outcome is not known. */
    void fails();

    void refused(SimulatedServer by);

    void acknowledged(SimulatedServer by, LogEntry entry, long result);
  }

  /** Who waits to look at the state, for what the core grants it. */
  interface Reader {
    void sees(SimulatedServer by, long index);
  }

  private record GrantedRead(Reader read, long index) {}

  private final Simulation simulation;
  private final SimulatedServer server;

  /** Submissions and reads that the core has not answered yet, by ticket. */
  private final Map<Long, Caller> submitted = new HashMap<>();

  private final Map<Long, Reader> asked = new HashMap<>();

  /** Submissions that have a place in the log, by index. */
  private final Map<Long, Caller> accepted = new HashMap<>();

  private final List<GrantedRead> granted = new ArrayList<>();
  private long lastTicket;
  private long target;
  private boolean working;
  private boolean deferred;

  /** The state is being replaced, unless no more than {@link #goodUpTo} has been applied. */
  private boolean loading;

  private long goodUpTo;

  /** What was begun before the state was replaced is not finished. */
  private int generation;

  SimulatedApplier(Simulation simulation, SimulatedServer server) {
    this.simulation = simulation;
    this.server = server;
  }

  /** The process ended: whoever waits sees the connection close. */
  void end() {
    reset();
    new ArrayList<>(submitted.values()).forEach(Caller::fails);
    new ArrayList<>(accepted.values()).forEach(Caller::fails);
    submitted.clear();
    accepted.clear();
    asked.clear();
    granted.clear();
    deferred = false;
    loading = false;
  }

  void reset() {
    generation++;
    working = false;
    target = 0;
  }

  boolean isLoading() {
    return loading;
  }

  /** Replaces the state by the snapshot, in its own time. */
  void load(long keptUpTo) {
    reset();
    goodUpTo = loading ? Math.min(goodUpTo, keptUpTo) : keptUpTo;
    loading = true;
    finishLoad(generation, 1_000 + simulation.below(simulation.chance(0.2) ? 4_000_000 : 50_000));
  }

  private void finishLoad(int begun, long micros) {
    simulation.after(
        micros,
        () -> {
          if (begun != generation || !server.isUp()) {
            return;
          }
          if (server.isPaused()) {
            finishLoad(begun, 10_000);
            return;
          }
          loading = false;
          if (server.applied().index() > goodUpTo) {
            simulation.faults().count("state loaded");
            server.disk().loadState();
          }
          answerReads();
          begin();
        });
  }

  void resume() {
    if (deferred) {
      deferred = false;
      finishAfterAWhile();
    }
  }

  long submitted(Caller attempt) {
    submitted.put(++lastTicket, attempt);
    return lastTicket;
  }

  long asked(Reader read) {
    asked.put(++lastTicket, read);
    return lastTicket;
  }

  void perform(Effect effect) {
    if (effect instanceof Effect.Apply apply) {
      apply(apply.upTo());
    } else if (effect instanceof Effect.Accepted acceptance) {
      accepted.put(acceptance.index(), taken(submitted, acceptance.ticket()));
    } else if (effect instanceof Effect.Refused refused) {
      refuse(refused);
    } else if (effect instanceof Effect.FailPending) {
      new ArrayList<>(accepted.values()).forEach(Caller::fails);
      accepted.clear();
    } else if (effect instanceof Effect.ReadGranted grant) {
      granted.add(new GrantedRead(taken(asked, grant.ticket()), grant.index()));
      answerReads();
    }
  }

  private <T> T taken(Map<Long, T> waiting, long ticket) {
    T found = waiting.remove(ticket);
    if (found == null) {
      throw new SimulationFailure(
          "bug", server.name() + " answers ticket " + ticket + ", which none has");
    }
    return found;
  }

  private void refuse(Effect.Refused refused) {
    Caller attempt = submitted.remove(refused.ticket());
    if (attempt != null) {
      attempt.refused(server);
    } else {
      asked.remove(refused.ticket());
    }
  }

  private void apply(long upTo) {
    if (upTo > server.disk().synced()) {
      throw new SimulationFailure(
          "I8", server.name() + " applies up to " + upTo + ", synced " + server.disk().synced());
    }
    target = Math.max(target, upTo);
    begin();
  }

  private void begin() {
    if (!working && !loading && target > server.applied().index()) {
      working = true;
      finishAfterAWhile();
    }
  }

  private void finishAfterAWhile() {
    int begun = generation;
    simulation.after(
        100 + simulation.below(simulation.chance(0.05) ? 20_000 : 1_000),
        () -> {
          if (begun != generation || !server.isUp()) {
            return;
          }
          if (server.isPaused()) {
            deferred = true;
          } else {
            finish();
          }
        });
  }

  private void finish() {
    working = false;
    for (long index = server.applied().index() + 1; index <= target; index++) {
      LogEntry entry = server.disk().entry(index);
      long result = server.disk().state().apply(entry);
      simulation.checker().applied(server);
      Caller waiting = accepted.remove(index);
      if (waiting != null) {
        waiting.acknowledged(server, entry, result);
      }
    }
    server.deliver(new Event.Applied(target));
    answerReads();
  }

  private void answerReads() {
    Iterator<GrantedRead> waiting = granted.iterator();
    while (waiting.hasNext() && !loading) {
      GrantedRead grant = waiting.next();
      if (server.applied().index() >= grant.index()) {
        waiting.remove();
        grant.read().sees(server, server.applied().index());
      }
    }
  }
}
