package io.jmessage.server.replication.failstop.log;

import io.jmessage.server.replication.failstop.core.LogEntry;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest entries, in memory, up to a bound in bytes: what slaves that keep up are sent without
 * a read from disk. Thread-safe.
 */
final class TailCache {

  private final long bytesMax;
  private LogEntry[] ring = new LogEntry[1024];
  private long first = 1;
  private int count;
  private long bytes;

  TailCache(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** Adds the entry that follows the last one, or any entry if the cache is empty. */
  synchronized void add(LogEntry entry) {
    if (count == 0) {
      first = entry.index();
    } else if (entry.index() != first + count) {
      throw new IllegalStateException(
          "entry: expected index " + (first + count) + ", got " + entry.index());
    }
    if (count == ring.length) {
      grow();
    }
    ring[slot(entry.index())] = entry;
    count++;
    bytes += entry.frame().size();
    while (bytes > bytesMax && count > 1) {
      removeFirst();
    }
  }

  /**
   * Entries from {@code from} on as {@link SegmentedLog#read} gives them; empty if it is not here.
   */
  synchronized List<LogEntry> read(long from, long to, int readBytesMax) {
    List<LogEntry> found = new ArrayList<>();
    if (from < first) {
      return found;
    }
    long foundBytes = 0;
    for (long index = from; index <= Math.min(to, first + count - 1); index++) {
      LogEntry entry = ring[slot(index)];
      foundBytes += entry.frame().size();
      if (foundBytes > readBytesMax && !found.isEmpty()) {
        break;
      }
      found.add(entry);
    }
    return found;
  }

  /** Forgets the entries after the index. */
  synchronized void cutAfter(long index) {
    while (count > 0 && first + count - 1 > index) {
      int slot = slot(first + count - 1);
      bytes -= ring[slot].frame().size();
      clear(slot);
      count--;
    }
  }

  private void removeFirst() {
    int slot = slot(first);
    bytes -= ring[slot].frame().size();
    clear(slot);
    first++;
    count--;
  }

  @SuppressWarnings("NullAway") // An empty slot lets the entry go; only slots in use are read.
  private void clear(int slot) {
    ring[slot] = null;
  }

  private void grow() {
    LogEntry[] larger = new LogEntry[2 * ring.length];
    for (long index = first; index < first + count; index++) {
      larger[(int) (index % larger.length)] = ring[slot(index)];
    }
    ring = larger;
  }

  private int slot(long index) {
    return (int) (index % ring.length);
  }
}
