package io.jmessage.server.replication.failstop.log;

import static java.nio.file.StandardOpenOption.READ;

import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.core.LogEntry.MalformedFrameException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One file of the log and where its entries lie. Thread-safe: the log thread tells it of new
 * entries, any thread reads.
 *
 * <p>Every read opens the file anew. An interrupted thread closes the channel that it reads from,
 * and that must not be the one that the log thread writes to.
 */
final class Segment {

  /**
   * One entry in this many has its offset in memory; the others are found by reading on from it.
   */
  private static final int STRIDE = 32;

  private final Path file;
  private final SegmentHeader header;
  private int[] offsets = new int[16];
  private long count;
  private int end = SegmentHeader.BYTES;
  private int endOfLastMark = SegmentHeader.BYTES;

  Segment(Path file, SegmentHeader header) {
    this.file = file;
    this.header = header;
  }

  Path file() {
    return file;
  }

  /** The position directly before the first entry. */
  LogPosition base() {
    return header.base();
  }

  /** What the marks of this segment carry. */
  int tag() {
    return header.tag();
  }

  synchronized boolean isEmpty() {
    return count == 0;
  }

  synchronized long lastIndex() {
    return base().index() + count;
  }

  /** Where the next entry or mark will be written. */
  synchronized int end() {
    return end;
  }

  /** Whether entries lie behind the last mark. */
  synchronized boolean needsMark() {
    return end > endOfLastMark;
  }

  /** Tells of a mark that ends there, behind all entries. */
  synchronized void marked(int endOfMark) {
    end = endOfMark;
    endOfLastMark = endOfMark;
  }

  /** Tells of an entry that was written at {@link #end}. */
  synchronized void added(int frameBytes) {
    added(end, frameBytes);
  }

  /** Tells of an entry that was found at an offset, behind all others. */
  synchronized void added(int offset, int frameBytes) {
    if (count % STRIDE == 0) {
      int mark = (int) (count / STRIDE);
      if (mark == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * mark);
      }
      offsets[mark] = offset;
    }
    count++;
    end = offset + frameBytes;
  }

  /** Forgets the entries after {@code index}, which ends at {@code endOfIndex}. */
  synchronized void cut(long index, int endOfIndex) {
    count = index - base().index();
    if (endOfIndex < end) {
      end = endOfIndex;
      endOfLastMark = SegmentHeader.BYTES; // Perhaps it was cut, too; a second one does no harm.
    }
  }

  /**
   * Entries from {@code from} on, at least one, and no more than {@code bytesMax} bytes of frames
   * unless the first alone is larger. Both ends must lie in this segment.
   */
  List<LogEntry> read(long from, long to, int bytesMax) throws IOException {
    List<LogEntry> found = new ArrayList<>();
    long bytes = 0;
    try (FileChannel channel = FileChannel.open(file, READ)) {
      FrameReader reader = readerAtOrBefore(channel, from);
      long index = indexedAtOrBefore(from);
      for (; index <= to; index++) {
        LogEntry entry = expect(reader, index);
        bytes += index < from ? 0 : entry.frame().size();
        if (bytes > bytesMax && !found.isEmpty()) {
          break;
        }
        if (index >= from) {
          found.add(entry);
        }
      }
    }
    return found;
  }

  /** The offset directly after the entry, or after the header for the index of the base. */
  int endOf(long index) throws IOException {
    if (index == base().index()) {
      return SegmentHeader.BYTES;
    }
    try (FileChannel channel = FileChannel.open(file, READ)) {
      FrameReader reader = readerAtOrBefore(channel, index);
      for (long next = indexedAtOrBefore(index); next <= index; next++) {
        expect(reader, next);
      }
      return (int) reader.offset();
    }
  }

  private long indexedAtOrBefore(long index) {
    return index - (index - base().index() - 1) % STRIDE;
  }

  private synchronized FrameReader readerAtOrBefore(FileChannel channel, long index) {
    int mark = (int) ((index - base().index() - 1) / STRIDE);
    return new FrameReader(channel, tag(), offsets[mark], end);
  }

  private LogEntry expect(FrameReader reader, long index) throws IOException {
    try {
      LogEntry entry = reader.next();
      if (entry != null && entry.index() == index) {
        return entry;
      }
    } catch (MalformedFrameException e) {
      throw new DamagedLogException(
          file, reader.offset(), index, e.getMessage() + " (it was good when written)");
    }
    throw new DamagedLogException(file, reader.offset(), index, "the entry is not there any more");
  }
}
