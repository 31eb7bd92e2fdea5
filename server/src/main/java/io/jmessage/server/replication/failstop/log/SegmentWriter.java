package io.jmessage.server.replication.failstop.log;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/** Writes to the newest segment. Log thread only; that thread must never be interrupted. */
final class SegmentWriter implements Closeable {

  private final Segment segment;
  private final int segmentBytes;
  private final FileChannel channel;
  private final ByteBuffer staging;

  /**
   * Opens the segment for writing.
   *
   * @param staging a direct buffer in which a batch is put together, so that it goes out in one
   *     write
   */
  SegmentWriter(Segment segment, int segmentBytes, ByteBuffer staging) throws IOException {
    this.segment = segment;
    this.segmentBytes = segmentBytes;
    this.staging = staging;
    channel = FileChannel.open(segment.file(), READ, WRITE);
  }

  /** How many of the entries fit; a segment takes at least one, however large. */
  int fitting(List<LogEntry> entries) {
    long end = segment.end();
    int count = segment.isEmpty() ? 1 : 0;
    for (int i = 0; i < entries.size(); i++) {
      end += entries.get(i).frame().size();
      if (end + SyncMark.BYTES > segmentBytes) {
        break;
      }
      count = i + 1;
    }
    return count;
  }

  /** Writes the frames; durable only after {@link #sync}. Readers see them on return. */
  void append(List<LogEntry> entries) throws IOException {
    staging.clear();
    long at = segment.end();
    for (LogEntry entry : entries) {
      at = stage(entry.frame(), at);
    }
    flush(at);
    for (LogEntry entry : entries) {
      segment.added(entry.frame().size());
    }
  }

  /** One fdatasync. */
  void sync() throws IOException {
    channel.force(false);
  }

  /**
   * Says behind the entries that they are on the disk; only directly after {@link #sync}. The mark
   * itself reaches the disk with the next sync, or when the system writes it back: until then a
   * killed process keeps it and a power cut may lose it.
   */
  void mark() throws IOException {
    if (segment.needsMark()) {
      int at = segment.end();
      DurableFiles.writeFully(channel, SyncMark.encode(segment.tag(), at), at);
      segment.marked(at + SyncMark.BYTES);
    }
  }

  /**
   * Cuts everything after the entry, durably. The file is shortened first, one atomic step, and
   * only then filled with zeros again: zeros written over records could be torn themselves.
   */
  void cutAfter(long index, int endOfIndex) throws IOException {
    channel.truncate(endOfIndex);
    channel.force(true);
    segment.cut(index, endOfIndex);
  }

  /** Makes the file long enough again after a cut. */
  void refill() throws IOException {
    DurableFiles.fillWithZeros(channel, channel.size(), segmentBytes);
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private long stage(ByteString frame, long at) throws IOException {
    long next = at;
    if (frame.size() > staging.remaining()) {
      next = flush(at);
    }
    if (frame.size() > staging.remaining()) {
      DurableFiles.writeFully(channel, frame.asReadOnlyByteBuffer(), next);
      return next + frame.size();
    }
    frame.copyTo(staging);
    return next;
  }

  /** Writes what is staged at the offset and returns the one after it. */
  private long flush(long at) throws IOException {
    int bytes = staging.flip().remaining();
    DurableFiles.writeFully(channel, staging, at);
    staging.clear();
    return at + bytes;
  }
}
