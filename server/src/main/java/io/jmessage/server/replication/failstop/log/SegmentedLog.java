package io.jmessage.server.replication.failstop.log;

import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The replicated log on disk: entries without a gap from {@link #base} to {@link #last}, in files
 * that are filled with zeros beforehand (docs/protocol.md, 3.3).
 *
 * <p>An entry is durable once {@link #sync} has returned after its {@link #append}. Whatever the
 * moment of a crash, {@link #open} finds every durable entry. A record that was synced and is bad
 * now is damage, and is told; a bad one that was never synced is a torn end, and is cut. A {@link
 * SyncMark} or a newer segment tells which. After a failure of the disk the log refuses everything:
 * an fsync is never retried (A6).
 *
 * <p>One thread, the log thread, changes the log, and nobody interrupts it; any thread may read.
 */
public final class SegmentedLog implements Closeable {

  /**
   * Small enough that a small cluster does not eat the disk; a segment holds some 80,000 messages.
   */
  public static final int SEGMENT_BYTES = 16 << 20;

  public static final int SEGMENT_BYTES_MIN = 4 << 10;
  private static final int SEGMENT_BYTES_MAX = 1 << 30;
  private static final long CACHE_BYTES_MAX = 2 << 20;
  private static final int STAGING_BYTES = 1 << 20;

  private final LogDirectory directory;
  private final int segmentBytes;
  private final NextSegment next;
  private final TailCache tail;
  private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES);

  /** Held for writing while entries disappear, so that no reader takes that for damage. */
  private final ReentrantReadWriteLock removal = new ReentrantReadWriteLock();

  private volatile List<Segment> segments;
  private volatile LogPosition last;
  private volatile @Nullable String refusal;
  private SegmentWriter writer;

  private SegmentedLog(LogDirectory directory, int segmentBytes, OpenedLog opened, TailCache tail)
      throws IOException {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.tail = tail;
    next = new NextSegment(directory.path(), segmentBytes);
    segments = List.copyOf(opened.segments());
    last = opened.last();
    writer = new SegmentWriter(newest(), segmentBytes, staging);
  }

  /** Is shown what an opened log holds: where it starts, then every entry, in order. */
  @FunctionalInterface
  public interface Visitor {

    void entry(LogEntry entry);

    /** Refuses a log that starts there by an exception. */
    default void base(LogPosition base) throws IOException {}
  }

  /**
   * Opens the log and shows every entry to the visitor, in order, before it returns. A directory
   * without a log gets an empty one that starts at {@link LogPosition#START}. A torn tail is cut.
   *
   * @throws DamagedLogException if the log holds damage; nothing has been changed then, and the
   *     visitor has seen the good entries before it
   */
  public static SegmentedLog open(Path directory, int segmentBytes, Visitor visitor)
      throws IOException {
    return open(directory, segmentBytes, visitor, step -> {});
  }

  /** Whether {@link #open} would find a log there, whole or not, rather than begin an empty one. */
  public static boolean isIn(Path directory) throws IOException {
    return new LogDirectory(directory, step -> {}).holdsALog();
  }

  /** As above; tells crash tests of every step of a removal after it is on disk. */
  static SegmentedLog open(Path path, int segmentBytes, Visitor visitor, Consumer<String> afterStep)
      throws IOException {
    if (segmentBytes < SEGMENT_BYTES_MIN || segmentBytes > SEGMENT_BYTES_MAX) {
      throw new IllegalArgumentException(
          "segmentBytes: expected 4 KiB to 1 GiB, got " + segmentBytes);
    }
    LogDirectory directory = new LogDirectory(path, afterStep);
    TailCache tail = new TailCache(CACHE_BYTES_MAX);
    OpenedLog opened = OpenedLog.open(directory, segmentBytes, visitor, tail);
    return new SegmentedLog(directory, segmentBytes, opened, tail);
  }

  /** The position that the log starts after. */
  public LogPosition base() {
    return segments.get(0).base();
  }

  /** The position of the last appended entry, or the base. */
  public LogPosition last() {
    return last;
  }

  /**
   * Writes the entries, which must follow the last one. They can be read on return, but are durable
   * only after {@link #sync}. Log thread only.
   *
   * @throws IllegalArgumentException if they do not follow; nothing was written
   * @throws IOException if the disk fails; fatal, the log refuses everything from now on
   */
  public void append(List<LogEntry> entries) throws IOException {
    checkFollow(entries);
    orRefuse(
        () -> {
          int done = 0;
          while (done < entries.size()) {
            done += appendFitting(entries.subList(done, entries.size()));
          }
        });
  }

  /**
   * One fdatasync; on return every appended entry is durable. Log thread only.
   *
   * @throws IOException if the disk fails; fatal, the log refuses everything from now on
   */
  public void sync() throws IOException {
    orRefuse(
        () -> {
          writer.sync();
          writer.mark();
        });
  }

  /**
   * Entries in order from {@code fromIndex}: at least one if there is one, none if the log ends
   * before it; not always as many as were asked for. Any thread.
   *
   * @param bytesMax bound for the frames together; a first entry that is larger comes alone
   * @throws IllegalArgumentException if the log starts after {@code fromIndex}
   */
  public List<LogEntry> read(long fromIndex, long toIndexInclusive, int bytesMax)
      throws IOException {
    checkUsable();
    List<LogEntry> recent = tail.read(fromIndex, toIndexInclusive, bytesMax);
    if (!recent.isEmpty()) {
      return recent;
    }
    removal.readLock().lock();
    try {
      return readFromDisk(fromIndex, Math.min(toIndexInclusive, last.index()), bytesMax);
    } finally {
      removal.readLock().unlock();
    }
  }

  /**
   * The position at an index from the base to the last. Any thread.
   *
   * @throws IllegalArgumentException if the index is outside
   */
  public LogPosition positionAt(long index) throws IOException {
    if (index == base().index()) {
      return base();
    }
    List<LogEntry> entries = read(index, index, 0);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("index: the log ends at " + last + ", got " + index);
    }
    return entries.get(0).position();
  }

  /**
   * Removes the entries after the index, durably on return. After a crash some of them may still be
   * there, never with a gap. Log thread only.
   *
   * @throws IllegalArgumentException if the index is outside
   */
  public void truncateAfter(long index) throws IOException {
    LogPosition newLast = positionAt(index);
    if (index == last.index()) {
      return;
    }
    orRefuse(
        () -> {
          removal.writeLock().lock();
          try {
            removeAfter(newLast);
          } finally {
            removal.writeLock().unlock();
          }
        });
  }

  /**
   * Removes whole segments from the front, as far as all of their entries are at or below the
   * index; durable on return. After a crash some of them may still be there, never with a gap. Log
   * thread only.
   */
  public void dropUpTo(long index) throws IOException {
    orRefuse(
        () -> {
          List<Segment> kept = new ArrayList<>(segments);
          List<Segment> dropped = new ArrayList<>();
          while (kept.size() > 1 && kept.get(1).base().index() <= index) {
            dropped.add(kept.remove(0));
          }
          removal.writeLock().lock();
          try {
            segments = List.copyOf(kept);
          } finally {
            removal.writeLock().unlock();
          }
          // From the oldest up, each durably, so that a crash leaves no gap.
          for (Segment segment : dropped) {
            directory.delete(segment.file());
          }
        });
  }

  /**
   * Copies the entries after the index to a new file, durable under its name on return; the log
   * stays as it is (I9). {@link LogArchive#read} reads it. Repeating it is harmless.
   */
  public void archiveAfter(long index, Path file) throws IOException {
    checkUsable();
    LogArchive.write(this, positionAt(index), file);
  }

  /**
   * Drops everything; the log now starts after {@code newBase}. Durable on return; after a crash it
   * is the old log or the new empty one. Log thread only.
   */
  public void resetTo(LogPosition newBase) throws IOException {
    orRefuse(
        () -> {
          Path zeros = next.take();
          removal.writeLock().lock();
          try {
            writer.close();
            segments = List.of(directory.reset(zeros, newBase));
            tail.cutAfter(-1);
            last = newBase;
            writer = new SegmentWriter(newest(), segmentBytes, staging);
          } finally {
            removal.writeLock().unlock();
          }
        });
  }

  /** Closes the files without a sync; idempotent. Log thread only. */
  @Override
  public void close() throws IOException {
    if (refusal == null) {
      refusal = "the log is closed";
    }
    writer.close();
    next.close();
  }

  private int appendFitting(List<LogEntry> entries) throws IOException {
    int fitting = writer.fitting(entries);
    if (fitting == 0) {
      rollOver();
      return 0;
    }
    List<LogEntry> part = entries.subList(0, fitting);
    writer.append(part);
    part.forEach(tail::add);
    last = part.get(fitting - 1).position();
    if (newest().end() > segmentBytes / 2) {
      next.prepare();
    }
    return fitting;
  }

  /**
   * Only the newest segment may end torn, so the old one is synced before there is a newer one,
   * which proves that by being there. No mark: nothing would sync it.
   */
  private void rollOver() throws IOException {
    writer.sync();
    writer.close();
    List<Segment> longer = new ArrayList<>(segments);
    longer.add(directory.create(next.take(), last));
    segments = List.copyOf(longer);
    writer = new SegmentWriter(newest(), segmentBytes, staging);
  }

  private void removeAfter(LogPosition newLast) throws IOException {
    tail.cutAfter(newLast.index());
    List<Segment> kept = new ArrayList<>(segments);
    writer.close();
    // From the newest down, so that a crash leaves no gap.
    while (kept.size() > 1 && kept.get(kept.size() - 1).base().index() >= newLast.index()) {
      directory.delete(kept.remove(kept.size() - 1).file());
    }
    segments = List.copyOf(kept);
    last = newLast;
    writer = new SegmentWriter(newest(), segmentBytes, staging);
    writer.cutAfter(newLast.index(), newest().endOf(newLast.index()));
    directory.stepDone("cut");
    writer.refill();
    writer.mark();
    directory.stepDone("refilled");
  }

  private List<LogEntry> readFromDisk(long from, long to, int bytesMax) throws IOException {
    if (from <= base().index()) {
      throw new IllegalArgumentException(
          "fromIndex: the log starts after " + base() + ", got " + from);
    }
    if (from > to) {
      return List.of();
    }
    Segment segment = segmentOf(from);
    try {
      return segment.read(from, Math.min(to, segment.lastIndex()), bytesMax);
    } catch (DamagedLogException e) {
      refusal = e.getMessage();
      throw e;
    }
  }

  private Segment segmentOf(long index) {
    List<Segment> all = segments;
    int i = all.size() - 1;
    while (all.get(i).base().index() >= index) {
      i--;
    }
    return all.get(i);
  }

  private Segment newest() {
    return segments.get(segments.size() - 1);
  }

  private void checkFollow(List<LogEntry> entries) {
    LogPosition previous = last;
    for (LogEntry entry : entries) {
      if (!entry.follows(previous)) {
        throw new IllegalArgumentException(
            "entries: %s does not follow %s".formatted(entry.position(), previous));
      }
      previous = entry.position();
    }
  }

  private void checkUsable() throws IOException {
    String reason = refusal;
    if (reason != null) {
      throw new IOException(reason);
    }
  }

  /**
   * Runs a change; if it fails in any way, what is on disk is unknown and nothing more is accepted.
   */
  private void orRefuse(Change change) throws IOException {
    checkUsable();
    boolean done = false;
    try {
      change.run();
      done = true;
    } finally {
      if (!done) {
        refusal = "the log failed before and accepts nothing until the server is started again";
      }
    }
  }

  @FunctionalInterface
  private interface Change {
    void run() throws IOException;
  }
}
