package io.jmessage.simulator;

import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.ConfigAt;
import io.jmessage.server.replication.failstop.core.ConfigCodec;
import io.jmessage.server.replication.failstop.core.DivergedSuffix;
import io.jmessage.server.replication.failstop.core.DurableState;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.core.LogIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What one server has written: the vote and the cluster at once, log entries for good only once
 * synced, a snapshot that the log reaches back to, and the applied state.
 */
final class SimulatedDisk {

  private static final int ARCHIVED_AT_ONCE = 5;

  private Optional<String> clusterId = Optional.empty();
  private Epoch vote = Epoch.NONE;
  private SimulatedStateMachine snapshot = new SimulatedStateMachine();
  private ConfigAt snapshotConfig = ConfigAt.NONE;
  private LogPosition base = LogPosition.START;
  private final List<LogEntry> entries = new ArrayList<>();
  private long synced;
  private SimulatedStateMachine state = new SimulatedStateMachine();
  private final Map<String, List<LogEntry>> archives = new LinkedHashMap<>();
  private final Map<String, DivergedSuffix> cursors = new LinkedHashMap<>();
  private final Set<LogPosition> everSynced = new HashSet<>();
  private long baseMax;
  private final Set<String> archived = new HashSet<>();
  private String dataUuid;
  private boolean damaged;

  SimulatedDisk(String dataUuid) {
    this.dataUuid = dataUuid;
  }

  String dataUuid() {
    return dataUuid;
  }

  /** The next start finds a bad record in the log. */
  void damage() {
    damaged = true;
  }

  boolean isDamaged() {
    return damaged;
  }

  /**
   * Another disk, with nothing on it but the vote and the cluster; the state is as it was until
   * {@link #loadState}.
   */
  void beginAnew(String newDataUuid) {
    dataUuid = newDataUuid;
    damaged = false;
    archived.addAll(state.effects().keySet());
    archive(entries);
    snapshot = new SimulatedStateMachine();
    snapshotConfig = ConfigAt.NONE;
    entries.clear();
    base = LogPosition.START;
    synced = 0;
  }

  void adopt(String cluster) {
    clusterId = Optional.of(cluster);
  }

  void persist(Epoch epoch) {
    vote = epoch;
  }

  Epoch vote() {
    return vote;
  }

  SimulatedStateMachine state() {
    return state;
  }

  // ---- The log.

  LogPosition base() {
    return base;
  }

  LogPosition last() {
    return position(base().index() + entries.size());
  }

  LogPosition position(long index) {
    return index == base().index() ? base() : entry(index).position();
  }

  boolean has(long index) {
    return index >= base().index() && index <= last().index();
  }

  LogEntry entry(long index) {
    return entries.get((int) (index - base().index() - 1));
  }

  /** Empty if {@code from} is beyond {@code upTo}. */
  List<LogEntry> entries(long from, long upTo) {
    List<LogEntry> found = new ArrayList<>();
    for (long index = from; index <= upTo; index++) {
      found.add(entry(index));
    }
    return found;
  }

  void append(List<LogEntry> added) {
    for (LogEntry entry : added) {
      if (!entry.follows(last())) {
        throw new SimulationFailure("I3", "appends " + entry.position() + " after " + last());
      }
      entries.add(entry);
    }
  }

  /** Everything up to there survives a crash. */
  void sync(long index) {
    long reached = Math.max(synced, Math.min(index, last().index()));
    for (long kept = synced + 1; kept <= reached; kept++) {
      everSynced.add(position(kept));
    }
    synced = reached;
  }

  /** Whether this history is on the disk for good, be it inside a snapshot. */
  boolean keeps(LogPosition position) {
    return synced >= position.index()
        && (base().index() > position.index() || position(position.index()).equals(position));
  }

  /** Whether it ever was: a newer master may have had it cut since. */
  boolean kept(LogPosition position) {
    return everSynced.contains(position) || baseMax >= position.index();
  }

  /** Up to where a crash loses nothing. */
  long synced() {
    return synced;
  }

  // ---- What was cut off.

  /** Keeps what comes after; what is to be submitted again of it, if anything. */
  Optional<DivergedSuffix> keep(long afterIndex, long submitUpTo) {
    long from = Math.max(afterIndex, base().index()) + 1;
    if (from > Math.min(submitUpTo, last().index())) {
      return Optional.empty();
    }
    DivergedSuffix suffix =
        new DivergedSuffix(
            "archive " + archives.size(), from, submitUpTo, Collections.emptySortedSet());
    archives.put(suffix.name(), entries(from, submitUpTo));
    cursors.put(suffix.name(), suffix);
    return Optional.of(suffix);
  }

  /** How many entries have been cut off that were to be submitted again. */
  long keptForLater() {
    return archives.values().stream().mapToLong(List::size).sum();
  }

  /** A few entries from there on. */
  List<LogEntry> read(DivergedSuffix suffix) {
    return archives.getOrDefault(suffix.name(), List.of()).stream()
        .filter(entry -> entry.index() >= suffix.next())
        .limit(ARCHIVED_AT_ONCE)
        .toList();
  }

  void save(DivergedSuffix suffix) {
    cursors.put(suffix.name(), suffix);
  }

  List<DivergedSuffix> pending() {
    return cursors.values().stream().filter(suffix -> !suffix.isDone()).toList();
  }

  /** Archives what comes after, then cuts it off. */
  void truncate(long afterIndex) {
    archive(entries(afterIndex + 1, last().index()));
    cut(afterIndex);
  }

  private void cut(long afterIndex) {
    entries.subList((int) (afterIndex - base().index()), entries.size()).clear();
    // The cut itself is durable, and with it what stays.
    synced = afterIndex;
  }

  private void archive(List<LogEntry> removed) {
    for (LogEntry entry : removed) {
      if (entry.type() == LogEntry.Type.COMMAND) {
        archived.add(entry.payload().toStringUtf8());
      }
    }
  }

  /** The commands that were cut off this log, or were in a state that was replaced (I9). */
  Set<String> archived() {
    return archived;
  }

  // ---- Snapshots.

  /**
   * Archives what there was, and begins the log after the snapshot; the state is as it was until
   * {@link #loadState}.
   */
  void install(SimulatedStateMachine fetched, ConfigAt config) {
    archived.addAll(state.effects().keySet());
    archive(entries);
    snapshot = fetched.copy();
    snapshotConfig = config;
    base = fetched.applied();
    entries.clear();
    synced = base().index();
    baseMax = Math.max(baseMax, synced);
  }

  void loadState() {
    state = snapshot.copy();
  }

  /** Builds the state from that snapshot from now on, and forgets the log up to there. */
  void trim(SimulatedStateMachine own, ConfigAt config, long upTo) {
    snapshot = own;
    snapshotConfig = config;
    LogPosition newBase = position(upTo);
    entries.subList(0, (int) (upTo - base.index())).clear();
    base = newBase;
    baseMax = Math.max(baseMax, base.index());
  }

  ConfigAt configUpTo(long index) {
    ConfigAt newest = snapshotConfig.index() <= index ? snapshotConfig : ConfigAt.NONE;
    for (LogEntry entry : entries) {
      if (entry.index() <= index && entry.type() == LogEntry.Type.CONFIG) {
        newest = new ConfigAt(ConfigCodec.decode(entry.payload()), entry.index());
      }
    }
    return newest;
  }

  // ---- Crash and restart.

  /**
   * Loses what was not synced, or a part of it: some of it may have reached the disk. A record that
   * did in part only is cut at the next start, which leaves the same log.
   *
   * @return whether it kept a part
   */
  boolean crash(SplittableRandom random) {
    long last = last().index();
    long kept = synced + (last > synced ? random.nextLong(last - synced + 1) : 0);
    long end = random.nextBoolean() ? synced : kept;
    boolean torn = end > synced && end < last;
    cut(end);
    return torn;
  }

  /** At a start: a state that does not stand on the log is built anew. */
  void bringIntoLine() {
    LogPosition applied = state.applied();
    if (!damaged && (!has(applied.index()) || !position(applied.index()).equals(applied))) {
      loadState();
    }
  }

  DurableState read() {
    LogIndex log = new LogIndex(base(), ConfigAt.NONE);
    entries.forEach(log::append);
    log.standsOn(snapshot.applied(), snapshotConfig);
    Optional<String> damage = damaged ? Optional.of("a bad record") : Optional.empty();
    return new DurableState(
        clusterId,
        vote,
        log,
        snapshot.applied(),
        snapshot.bytes(),
        state.applied().index(),
        damage);
  }
}
