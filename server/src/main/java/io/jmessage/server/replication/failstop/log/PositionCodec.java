package io.jmessage.server.replication.failstop.log;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * Epochs and positions in the files of this package. Reading throws a {@link RuntimeException} for
 * bytes that are none; the callers check a CRC first and report damage.
 *
 * <pre>
 * epoch:    number i64 | master length u16 | master UTF-8
 * position: index i64 | chain i64 | epoch
 * </pre>
 */
final class PositionCodec {

  /** As {@code LogEntry} bounds it: a DNS name and a port, with some room. */
  static final int MASTER_BYTES_MAX = 300;

  static final int POSITION_BYTES_MAX = 8 + 8 + 8 + 2 + MASTER_BYTES_MAX;

  private PositionCodec() {}

  static void putEpoch(ByteBuffer out, Epoch epoch) {
    byte[] master = epoch.master().toString().getBytes(StandardCharsets.UTF_8);
    if (master.length > MASTER_BYTES_MAX) {
      throw new IllegalArgumentException("address: at most 300 bytes, got " + epoch.master());
    }
    out.putLong(epoch.number()).putShort((short) master.length).put(master);
  }

  static Epoch getEpoch(ByteBuffer in) {
    long number = in.getLong();
    byte[] master = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(master);
    return new Epoch(number, Address.parse(new String(master, StandardCharsets.UTF_8)));
  }

  static void putPosition(ByteBuffer out, LogPosition position) {
    out.putLong(position.index()).putLong(position.chain());
    putEpoch(out, position.epoch());
  }

  static LogPosition getPosition(ByteBuffer in) {
    long index = in.getLong();
    long chain = in.getLong();
    return new LogPosition(getEpoch(in), index, chain);
  }

  /** CRC-32C of the first {@code length} bytes. */
  static int crc(ByteBuffer bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(0).limit(length));
    return (int) crc.getValue();
  }
}
