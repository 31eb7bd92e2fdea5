package io.jmessage.server.replication.failstop.log;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.core.LogEntry.MalformedFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Verifies one segment from its header to the end of the file and tells a torn tail from damage. It
 * changes nothing.
 *
 * <p>Torn is what an interrupted write of the last record leaves: a beginning, then zeros or the
 * end of the file. Everything else, a valid record behind a bad one above all, is damage.
 */
final class SegmentScan {

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final FrameReader reader;
  private LogPosition last;
  private boolean torn;

  SegmentScan(Path file, FileChannel channel, LogPosition base) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
    this.reader = new FrameReader(channel, SegmentHeader.BYTES, size);
    this.last = base;
  }

  /**
   * Reads to the end and shows every good entry.
   *
   * @param mayBeTorn whether this is the file that was being written to; no other ends in a torn
   *     record
   * @throws DamagedLogException after the good entries before the damage were shown
   */
  void run(boolean mayBeTorn, Consumer<LogEntry> visitor) throws IOException {
    LogEntry entry = next(mayBeTorn);
    while (entry != null) {
      if (!entry.follows(last)) {
        throw damage(
            "entry %d of epoch %s does not continue the history before it (index or chain)"
                .formatted(entry.index(), entry.epoch()));
      }
      last = entry.position();
      visitor.accept(entry);
      entry = next(mayBeTorn);
    }
  }

  LogPosition last() {
    return last;
  }

  /** Where the next record will be written. */
  long end() {
    return reader.offset();
  }

  /** Whether bytes of an interrupted write follow {@link #end}. */
  boolean isTorn() {
    return torn;
  }

  private @Nullable LogEntry next(boolean mayBeTorn) throws IOException {
    String what = "no record begins here, but bytes follow";
    try {
      LogEntry entry = reader.next();
      if (entry != null || DurableFiles.isZero(channel, end(), size)) {
        return entry;
      }
    } catch (MalformedFrameException e) {
      what = String.valueOf(e.getMessage());
    }
    if (!mayBeTorn) {
      throw damage(what + " in a file that was complete");
    }
    if (!isTornAt(end())) {
      throw damage(what + ", and data follows it");
    }
    torn = true;
    return null;
  }

  private boolean isTornAt(long offset) throws IOException {
    long claimedEnd = claimedEnd(offset);
    // The length itself may be wrong and reach over good records: look inside, too.
    return DurableFiles.isZero(channel, claimedEnd, size) && !holdsFrame(offset + 1, claimedEnd);
  }

  private long claimedEnd(long offset) throws IOException {
    if (size - offset < LogEntry.PREFIX_BYTES) {
      return size;
    }
    ByteBuffer prefix = ByteBuffer.allocate(Integer.BYTES);
    DurableFiles.readFully(channel, prefix, offset);
    int length = prefix.getInt(0);
    boolean possible = length > 0 && length <= LogEntry.BODY_BYTES_MAX;
    return Math.min(size, offset + LogEntry.PREFIX_BYTES + (possible ? length : 0));
  }

  /** Whether a later entry's frame begins in the range. */
  private boolean holdsFrame(long from, long to) throws IOException {
    long until = Math.min(size, to + LogEntry.PREFIX_BYTES + LogEntry.BODY_BYTES_MAX);
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, until - from));
    DurableFiles.readFully(channel, bytes, from);
    for (int at = 0; at < to - from; at++) {
      if (isFrameAt(bytes, at)) {
        return true;
      }
    }
    return false;
  }

  private boolean isFrameAt(ByteBuffer bytes, int at) {
    int left = bytes.limit() - at - LogEntry.PREFIX_BYTES;
    if (left < Long.BYTES) {
      return false;
    }
    int length = bytes.getInt(at);
    long index = bytes.getLong(at + LogEntry.PREFIX_BYTES);
    // Cheap tests first: this runs for every byte of the range.
    if (length <= 0 || length > left || index <= last.index() || index > last.index() + size) {
      return false;
    }
    try {
      int frameBytes = LogEntry.PREFIX_BYTES + length;
      LogEntry.decode(ByteString.copyFrom(bytes.duplicate().position(at), frameBytes));
      return true;
    } catch (MalformedFrameException e) {
      return false;
    }
  }

  private DamagedLogException damage(String what) {
    return new DamagedLogException(file, end(), last.index() + 1, what);
  }
}
