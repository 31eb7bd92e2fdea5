package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.LogPosition;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Submits what was cut off this server's log to whoever is master now, one batch after the other
 * (docs/protocol.md, 3.11). A batch is done when the master says that it is acknowledged; until
 * then it is sent again, which is harmless: a command that is there already does nothing.
 */
final class Reconciling {

  private final CoreState core;
  private final Deque<DivergedSuffix> pending = new ArrayDeque<>();
  private List<LogEntry> batch = List.of();
  private Optional<Address> askedOf = Optional.empty();
  private long askAgainAt = Peers.NEVER;

  Reconciling(CoreState core) {
    this.core = core;
  }

  boolean isDone() {
    return pending.isEmpty();
  }

  /** A part of the log has been cut off and kept, now or before this process started. */
  void add(DivergedSuffix suffix) {
    if (!suffix.isDone() && pending.stream().noneMatch(s -> s.name().equals(suffix.name()))) {
      core.note(
          "submits entries %d to %d again, which were cut off its log (%s)"
              .formatted(suffix.next(), suffix.upTo(), suffix.name()));
      pending.add(suffix);
    }
  }

  /** {@code master}: who takes them now, this server or the one that it follows. */
  void onTick(Optional<Address> master) {
    if (pending.isEmpty() || master.isEmpty()) {
      return;
    }
    boolean asksAnother = !askedOf.equals(master);
    if (!asksAnother && core.now < askAgainAt) {
      return;
    }
    askedOf = master;
    askAgainAt = core.now + CoreSettings.RECONCILE_MILLIS;
    if (batch.isEmpty()) {
      core.emit(new Effect.ReadDiverged(pending.getFirst()));
    } else {
      send(master.get());
    }
  }

  /** What the archive holds next; nothing more is in it if there are no entries. */
  void onRead(Event.DivergedRead read) {
    if (pending.isEmpty() || !batch.isEmpty() || !isNext(read)) {
      return;
    }
    if (read.entries().isEmpty()) {
      advance(pending.getFirst().upTo(), List.of());
    } else {
      batch = read.entries();
      askedOf.ifPresent(this::send);
    }
  }

  /** An answer that came late was asked for again. */
  private boolean isNext(Event.DivergedRead read) {
    DivergedSuffix first = pending.getFirst();
    return first.name().equals(read.name())
        && (read.entries().isEmpty() || read.entries().get(0).index() == first.next());
  }

  /** Goes on with the next one; this one is tried again when the process starts again. */
  void onUnreadable(Event.DivergedUnreadable unreadable) {
    if (pending.removeIf(suffix -> suffix.name().equals(unreadable.name()))) {
      core.note("cannot submit %s again: %s".formatted(unreadable.name(), unreadable.why()));
    }
  }

  private void send(Address master) {
    Set<String> aside = pending.getFirst().aside();
    if (master.equals(core.self)) {
      core.emit(new Effect.Merge(0, last(), foreign(core, batch), aside));
    } else {
      core.send(master, new Message.Reconcile(batch, aside));
    }
  }

  /** The commands among them that are not in this log anyway. */
  static List<LogEntry> foreign(CoreState core, List<LogEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.type() == LogEntry.Type.COMMAND)
        .filter(entry -> !core.log.matches(entry.position()))
        .toList();
  }

  private LogPosition last() {
    return batch.get(batch.size() - 1).position();
  }

  /** Everything up to there is acknowledged on the side that stands, or left aside. */
  void onMerged(LogPosition last, List<LeftAside> aside) {
    if (!batch.isEmpty() && last().equals(last)) {
      advance(last.index(), aside);
    }
  }

  private void advance(long index, List<LeftAside> aside) {
    Set<String> what =
        aside.stream()
            .map(LeftAside::what)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    DivergedSuffix advanced = pending.removeFirst().after(index, what);
    core.emit(new Effect.SaveReconciled(advanced, aside));
    aside.forEach(a -> core.note("left aside: " + a.why()));
    if (advanced.isDone()) {
      core.note(
          "has submitted everything again that was cut off its log (%s)"
              .formatted(advanced.name()));
    } else {
      pending.addFirst(advanced);
    }
    batch = List.of();
    askAgainAt = core.now;
    onTick(askedOf);
  }
}
