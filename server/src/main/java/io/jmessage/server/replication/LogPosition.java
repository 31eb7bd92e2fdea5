package io.jmessage.server.replication;

/**
 * A place in the replicated log: the index of an entry, the epoch in which it was appended, and the
 * chain hash over everything up to it.
 *
 * <p>Two servers with the same position hold the same history (I3). Ordered by epoch, then index;
 * an engine without a chain leaves it 0.
 */
public record LogPosition(Epoch epoch, long index, long chain) implements Comparable<LogPosition> {

  /** The start of every log. */
  public static final LogPosition START = new LogPosition(Epoch.NONE, 0, 0);

  @Override
  public int compareTo(LogPosition other) {
    int byEpoch = epoch.compareTo(other.epoch);
    return byEpoch != 0 ? byEpoch : Long.compare(index, other.index);
  }

  @Override
  public String toString() {
    return index + " of epoch " + epoch;
  }
}
