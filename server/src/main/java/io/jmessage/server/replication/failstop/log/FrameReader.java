package io.jmessage.server.replication.failstop.log;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.core.LogEntry.MalformedFrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames one after the other from a range of a file, and passes over the marks between them.
 * A wrong length never takes more memory than the longest frame. One thread.
 */
final class FrameReader {

  private static final int WINDOW_BYTES_MAX = 256 << 10;

  private final FileChannel channel;
  private final int tag;
  private final long end;
  private final ByteBuffer window;
  private long windowStart;
  private long offset;
  private long endOfLastMark = -1;

  /** Of the entry before. */
  private Epoch epoch = Epoch.NONE;

  /** {@code tag}: what the marks of the file carry. */
  FrameReader(FileChannel channel, int tag, long offset, long end) {
    this.channel = channel;
    this.tag = tag;
    this.offset = offset;
    this.end = end;
    window = ByteBuffer.allocate((int) Math.max(1, Math.min(WINDOW_BYTES_MAX, end - offset)));
    window.limit(0);
  }

  /** Where the next frame begins; after a malformed one, where that begins. */
  long offset() {
    return offset;
  }

  /** Whether a mark, and no record, lies directly before {@link #offset}. */
  boolean isAfterMark() {
    return endOfLastMark == offset;
  }

  /**
   * The next entry, or null where no frame begins: a length of zero, or too few bytes for a prefix.
   *
   * @throws MalformedFrameException if what begins here is no valid frame; {@link #offset} stays
   */
  @Nullable LogEntry next() throws IOException, MalformedFrameException {
    if (end - offset < LogEntry.PREFIX_BYTES) {
      return null;
    }
    int length = bytes(LogEntry.PREFIX_BYTES).asReadOnlyByteBuffer().getInt();
    while (length == SyncMark.KIND) {
      skipMark();
      if (end - offset < LogEntry.PREFIX_BYTES) {
        return null;
      }
      length = bytes(LogEntry.PREFIX_BYTES).asReadOnlyByteBuffer().getInt();
    }
    if (length == 0) {
      return null;
    }
    if (length < 0 || length > LogEntry.BODY_BYTES_MAX) {
      throw new MalformedFrameException("a length of " + length + " is impossible");
    }
    if (length > end - offset - LogEntry.PREFIX_BYTES) {
      throw new MalformedFrameException("the record goes beyond the end of the file");
    }
    LogEntry entry = LogEntry.decode(bytes(LogEntry.PREFIX_BYTES + length), epoch);
    epoch = entry.epoch();
    offset += LogEntry.PREFIX_BYTES + length;
    return entry;
  }

  private void skipMark() throws IOException, MalformedFrameException {
    boolean fits = end - offset >= SyncMark.BYTES;
    if (!fits || !SyncMark.isAt(bytes(SyncMark.BYTES).asReadOnlyByteBuffer(), 0, tag, offset)) {
      throw new MalformedFrameException("a mark is not valid");
    }
    offset += SyncMark.BYTES;
    endOfLastMark = offset;
  }

  private ByteString bytes(int count) throws IOException {
    if (count > window.capacity()) {
      ByteBuffer large = ByteBuffer.allocate(count);
      DurableFiles.readFully(channel, large, offset);
      return ByteString.copyFrom(large.flip());
    }
    if (offset < windowStart || offset + count > windowStart + window.limit()) {
      window.clear().limit((int) Math.min(window.capacity(), end - offset));
      DurableFiles.readFully(channel, window, offset);
      windowStart = offset;
    }
    return ByteString.copyFrom(window.duplicate().position((int) (offset - windowStart)), count);
  }
}
