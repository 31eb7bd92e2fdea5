package io.jmessage.server.replication.failstop.log;

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
 * <p>The pages of a write that was never synced reach the disk in any order or not at all, so what
 * follows a bad record does not matter: it is damage if a {@link SyncMark} behind it says that it
 * was on the disk, and torn otherwise. A record that is good by itself but does not continue the
 * history is damage always: no crash writes that.
 */
final class SegmentScan {

  private static final int BLOCK_BYTES = 256 << 10;

  private final Path file;
  private final FileChannel channel;
  private final long size;
  private final int tag;
  private final FrameReader reader;
  private LogPosition last;
  private boolean torn;

  SegmentScan(Path file, FileChannel channel, SegmentHeader header) throws IOException {
    this.file = file;
    this.channel = channel;
    this.size = channel.size();
    this.tag = header.tag();
    this.reader = new FrameReader(channel, tag, SegmentHeader.BYTES, size);
    this.last = header.base();
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

  /** Whether the last thing before {@link #end} is a mark. */
  boolean endsInMark() {
    return reader.isAfterMark();
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
    if (wasSynced(end())) {
      throw damage(what + ", and a mark behind it says that it was on the disk");
    }
    torn = true;
    return null;
  }

  /** Whether somewhere behind the offset a mark says that it was on the disk. */
  private boolean wasSynced(long offset) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    for (long at = offset + 1; at < size; at += BLOCK_BYTES - SyncMark.BYTES) {
      block.clear().limit((int) Math.min(BLOCK_BYTES, size - at));
      DurableFiles.readFully(channel, block, at);
      for (int i = 0; i + SyncMark.BYTES <= block.limit(); i++) {
        if (SyncMark.isAt(block, i, tag, at + i)) {
          return true;
        }
      }
    }
    return false;
  }

  private DamagedLogException damage(String what) {
    return new DamagedLogException(file, end(), last.index() + 1, what);
  }
}
