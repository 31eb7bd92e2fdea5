package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the core must know of its log without reading it: the chain at every index, where epochs
 * begin, the Configs, and how many bytes lie between two indexes. 12 bytes an entry.
 *
 * <p>It says what was appended, not what is durable.
 */
public final class LogIndex {

  private LogPosition base;
  private ConfigAt baseConfig;
  private final EntryTable entries = new EntryTable();
  private final NavigableMap<Long, Epoch> epochStarts = new TreeMap<>();
  private final NavigableMap<Long, Config> configs = new TreeMap<>();

  /**
   * The index of a log that starts after {@code base}, where {@code baseConfig} was the newest
   * Config.
   */
  public LogIndex(LogPosition base, ConfigAt baseConfig) {
    this.base = base;
    this.baseConfig = baseConfig;
  }

  public LogPosition base() {
    return base;
  }

  /**
   * Tells of a snapshot that this log holds the position of, and the newest Config up to there. For
   * a log that starts before it and was not told what was the newest Config at its base: what it
   * says of Configs is right from the snapshot on.
   */
  public void standsOn(LogPosition snapshot, ConfigAt newest) {
    if (!matches(snapshot)) {
      throw new IllegalArgumentException("snapshot: not of this log, " + snapshot);
    }
    if (newest.index() <= base.index()) {
      baseConfig = newest;
    }
  }

  public LogPosition last() {
    return position(lastIndex());
  }

  long lastIndex() {
    return base.index() + entries.size();
  }

  /** From the base to the last entry. */
  LogPosition position(long index) {
    if (index == base.index()) {
      return base;
    }
    checkHas(index);
    Epoch epoch = epochStarts.floorEntry(index).getValue();
    return new LogPosition(epoch, index, entries.chain(place(index)));
  }

  boolean has(long index) {
    return index >= base.index() && index <= lastIndex();
  }

  /** Whether this log's history up to there is the same (I3). */
  public boolean matches(LogPosition position) {
    return has(position.index()) && position(position.index()).equals(position);
  }

  ConfigAt newestConfig() {
    return newestConfigUpTo(lastIndex());
  }

  /** As it was when {@code index} was the last entry. */
  ConfigAt newestConfigUpTo(long index) {
    Map.Entry<Long, Config> entry = configs.floorEntry(index);
    return entry == null ? baseConfig : new ConfigAt(entry.getValue(), entry.getKey());
  }

  /** Frame bytes of the entries after {@code from} up to {@code to}. */
  long bytesBetween(long from, long to) {
    return bytesUpToIndex(to) - bytesUpToIndex(from);
  }

  /**
   * The last index so that the entries from {@code from} on fit into {@code bytesMax}; at least
   * one.
   */
  long lastFitting(long from, long bytesMax) {
    long limit = bytesUpToIndex(from - 1) + bytesMax;
    long last = base.index() + entries.firstWith(limit + 1) - 1;
    return Math.min(Math.max(from, last), lastIndex());
  }

  /**
   * The first index, from the base on, so that the entries after it up to {@code upTo} fit into
   * {@code bytesMax}.
   */
  long firstWithin(long upTo, long bytesMax) {
    long limit = bytesUpToIndex(upTo) - bytesMax;
    return bytesUpToIndex(base.index()) >= limit
        ? base.index()
        : base.index() + entries.firstWith(limit);
  }

  public void append(LogEntry entry) {
    if (!entry.follows(last())) {
      throw new IllegalStateException("I3: entry " + entry.index() + " does not follow " + last());
    }
    if (!entry.epoch().equals(last().epoch()) || entries.size() == 0) {
      epochStarts.put(entry.index(), entry.epoch());
    }
    entries.add(entry.chain(), entry.frame().size());
    if (entry.type() == LogEntry.Type.CONFIG) {
      configs.put(entry.index(), ConfigCodec.decode(entry.payload()));
    }
  }

  void truncateAfter(long index) {
    if (!has(index)) {
      throw new IllegalStateException(
          "cannot cut at " + index + " of a log " + base + " to " + last());
    }
    entries.cutAfter(place(index));
    epochStarts.tailMap(index, false).clear();
    configs.tailMap(index, false).clear();
  }

  /** Forgets the entries up to there; that position is the new base. */
  void trimTo(long index) {
    LogPosition newBase = position(index);
    ConfigAt newBaseConfig = newestConfigUpTo(index);
    if (index < lastIndex()) {
      epochStarts.put(index + 1, position(index + 1).epoch());
    }
    epochStarts.headMap(index, true).clear();
    configs.headMap(index, true).clear();
    entries.dropUpTo(place(index));
    base = newBase;
    baseConfig = newBaseConfig;
  }

  void reset(LogPosition newBase, ConfigAt newBaseConfig) {
    base = newBase;
    baseConfig = newBaseConfig;
    entries.clear();
    epochStarts.clear();
    configs.clear();
  }

  /** Where the entries of the last entry's epoch begin. */
  long firstOfLastEpoch() {
    return epochStarts.isEmpty() ? base.index() : epochStarts.lastKey();
  }

  /** The base, then the last position of every epoch after it. */
  List<LogPosition> epochTable() {
    List<LogPosition> table = new ArrayList<>();
    table.add(base);
    for (long start : epochStarts.keySet()) {
      table.add(position(lastOfEpochFrom(start)));
    }
    return table;
  }

  /**
   * The fork point with another log: the greatest index that both hold with the same history, as
   * far as the other's epoch table tells. Inside one epoch two logs agree as far as both go, since
   * one master wrote it (I2). Empty if the fork is below this log's base.
   */
  Optional<LogPosition> forkWith(List<LogPosition> theirs) {
    for (int row = theirs.size() - 1; row >= 0; row--) {
      LogPosition their = theirs.get(row);
      if (their.index() < base.index()) {
        return Optional.empty();
      }
      if (matches(their)) {
        return Optional.of(their);
      }
      Optional<LogPosition> mine = lastOfEpoch(their.epoch());
      long theirFirst = row == 0 ? their.index() : theirs.get(row - 1).index() + 1;
      if (mine.isPresent()
          && mine.get().index() < their.index()
          && mine.get().index() >= theirFirst) {
        return mine;
      }
    }
    return Optional.empty();
  }

  private Optional<LogPosition> lastOfEpoch(Epoch epoch) {
    return epochStarts.entrySet().stream()
        .filter(e -> e.getValue().equals(epoch))
        .findFirst()
        .map(e -> position(lastOfEpochFrom(e.getKey())))
        .or(() -> base.epoch().equals(epoch) ? Optional.of(base) : Optional.empty());
  }

  private long lastOfEpochFrom(long start) {
    Long next = epochStarts.higherKey(start);
    return next == null ? lastIndex() : next - 1;
  }

  private long bytesUpToIndex(long index) {
    return entries.bytesUpTo(place(index));
  }

  private int place(long index) {
    return (int) (index - base.index());
  }

  private void checkHas(long index) {
    if (!has(index)) {
      throw new IllegalStateException("no index " + index + " in a log from " + base.index());
    }
  }
}
