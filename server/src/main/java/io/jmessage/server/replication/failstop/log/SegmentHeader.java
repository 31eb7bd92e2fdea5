package io.jmessage.server.replication.failstop.log;

import io.jmessage.server.replication.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The first 512 bytes of a segment, written and forced before the file gets its name.
 *
 * <pre>
 * magic "JMSGLOG\n" | format u32 | base position | zeros | CRC-32C u32 over all before
 * </pre>
 *
 * @param base the position directly before the segment's first entry
 */
record SegmentHeader(LogPosition base) {

  static final int BYTES = 512;

  private static final long MAGIC = 0x4A4D53474C4F470AL;
  private static final int FORMAT = 1;
  private static final int CRC_OFFSET = BYTES - 4;

  ByteBuffer encode() {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putLong(MAGIC).putInt(FORMAT);
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
          "%s: log format %d, this version reads %d. Start the version of Jmessage that wrote it."
              .formatted(file, format, FORMAT));
    }
    return new SegmentHeader(PositionCodec.getPosition(in));
  }
}
