package io.jmessage.server.replication.failstop.log;

import io.jmessage.server.replication.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The first 512 bytes of a segment, written and forced before the file gets its name.
 *
 * <pre>
 * magic "JMSGLOG\n" | format u32 | tag u32 | base position | zeros | CRC-32C u32 over all before
 * </pre>
 *
 * @param base the position directly before the segment's first entry
 * @param tag random: what the {@link SyncMark}s of this file carry; 0 in a file without marks
 */
record SegmentHeader(LogPosition base, int tag) {

  static final int BYTES = 512;

  private static final long MAGIC = 0x4A4D53474C4F470AL;
  private static final int FORMAT = 2;
  private static final int CRC_OFFSET = BYTES - 4;

  private static final SecureRandom TAGS = new SecureRandom();

  /** Of a file that holds records only. */
  static SegmentHeader withoutMarks(LogPosition base) {
    return new SegmentHeader(base, 0);
  }

  /** Of a new segment. */
  static SegmentHeader withMarks(LogPosition base) {
    return new SegmentHeader(base, TAGS.nextInt());
  }

  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putLong(MAGIC).putInt(FORMAT).putInt(tag);
    PositionCodec.putPosition(out, base);
    out.putInt(CRC_OFFSET, PositionCodec.crc(out, CRC_OFFSET));
    return out.rewind();
  }

  static SegmentHeader read(FileChannel channel, Path file) throws IOException {
    if (channel.size() < BYTES) {
      throw new DamagedFileException(file, "too short for the header of a log segment");
    }
    ByteBuffer in = ByteBuffer.allocate(BYTES);
    DurableFiles.readFully(channel, in, 0);
    in.rewind();
    if (in.getInt(CRC_OFFSET) != PositionCodec.crc(in, CRC_OFFSET) || in.getLong() != MAGIC) {
      throw new DamagedFileException(file, "the header of the log segment is not valid");
    }
    int format = in.getInt();
    if (format != FORMAT) {
      throw new IOException(
          ("%s: log format %d, this version reads %d. Start the version of Jmessage that wrote it,"
                  + " or move the data directory away and start this server as a slave.")
              .formatted(file, format, FORMAT));
    }
    int tag = in.getInt();
    return new SegmentHeader(PositionCodec.getPosition(in), tag);
  }
}
