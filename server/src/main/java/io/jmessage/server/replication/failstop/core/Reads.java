package io.jmessage.server.replication.failstop.core;

import java.util.ArrayDeque;
import java.util.Deque;

/** Reads that wait until the master can prove that it still is the master (3.6, 3.9). */
final class Reads {

  private final CoreState core;
  private final Deque<Long> tickets = new ArrayDeque<>();

  Reads(CoreState core) {
    this.core = core;
  }

  void add(long ticket) {
    if (tickets.size() >= CoreSettings.READS_MAX) {
      core.emit(new Effect.Refused(ticket, Effect.Refusal.TOO_BUSY));
    } else {
      tickets.add(ticket);
    }
  }

  boolean isEmpty() {
    return tickets.isEmpty();
  }

  /** Linearizable: whoever calls this knows that nobody else can have acknowledged anything. */
  void grantAll() {
    tickets.forEach(ticket -> core.emit(new Effect.ReadGranted(ticket, core.commit)));
    tickets.clear();
  }

  void refuseAll() {
    tickets.forEach(t -> core.emit(new Effect.Refused(t, Effect.Refusal.NOT_MASTER)));
    tickets.clear();
  }
}
