package io.jmessage.server.replication.failstop.log;

import static java.nio.file.StandardOpenOption.READ;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.LogPosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * What stands before the data of a snapshot file.
 *
 * <pre>
 * magic "JMSGSNP\n" | format u32 | length u32 of the body | CRC-32C u32 of the body |
 * body: position | newest Config index i64 | newest Config
 * </pre>
 */
record SnapshotHeader(LogPosition position, long newestConfigIndex, ByteString newestConfig) {

  private static final long MAGIC = 0x4A4D5347534E500AL;
  private static final int FORMAT = 1;
  private static final int PREFIX_BYTES = 8 + 4 + 4 + 4;

  /** A Config is one log entry, and those are at most 1 MiB. */
  private static final int CONFIG_BYTES_MAX = 1 << 20;

  private static final int BODY_BYTES_MAX =
      PositionCodec.POSITION_BYTES_MAX + Long.BYTES + CONFIG_BYTES_MAX;

  SnapshotHeader {
    if (newestConfig.size() > CONFIG_BYTES_MAX) {
      throw new IllegalArgumentException(
          "newestConfig: at most 1 MiB, got " + newestConfig.size() + " bytes");
    }
  }

  ByteBuffer encode() {
    ByteBuffer body = body();
    ByteBuffer out = ByteBuffer.allocate(PREFIX_BYTES + body.limit());
    out.putLong(MAGIC).putInt(FORMAT).putInt(body.limit());
    out.putInt(PositionCodec.crc(body, body.limit())).put(body);
    return out.flip();
  }

  /** The length of the header in the file. */
  int bytes() {
    return PREFIX_BYTES + body().limit();
  }

  static SnapshotHeader read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      ByteBuffer prefix = read(channel, file, 0, PREFIX_BYTES);
      if (prefix.getLong() != MAGIC) {
        throw new DamagedFileException(file, "it does not begin as a snapshot");
      }
      int format = prefix.getInt();
      if (format != FORMAT) {
        throw new IOException(
            "%s: snapshot format %d, this version reads %d. Start the version that wrote it."
                .formatted(file, format, FORMAT));
      }
      int length = prefix.getInt();
      if (length < 0 || length > BODY_BYTES_MAX) {
        throw new DamagedFileException(file, "a header of " + length + " bytes is impossible");
      }
      ByteBuffer body = read(channel, file, PREFIX_BYTES, length);
      if (PositionCodec.crc(body, length) != prefix.getInt()) {
        throw new DamagedFileException(file, "the header of the snapshot is not valid");
      }
      LogPosition position = PositionCodec.getPosition(body);
      return new SnapshotHeader(position, body.getLong(), ByteString.copyFrom(body));
    }
  }

  private ByteBuffer body() {
    ByteBuffer body =
        ByteBuffer.allocate(PositionCodec.POSITION_BYTES_MAX + Long.BYTES + newestConfig.size());
    PositionCodec.putPosition(body, position);
    body.putLong(newestConfigIndex);
    newestConfig.copyTo(body);
    return body.flip();
  }

  private static ByteBuffer read(FileChannel channel, Path file, long at, int bytes)
      throws IOException {
    if (channel.size() < at + bytes) {
      throw new DamagedFileException(file, "the snapshot is too short");
    }
    ByteBuffer in = ByteBuffer.allocate(bytes);
    DurableFiles.readFully(channel, in, at);
    return in.rewind();
  }
}
