package io.jmessage.server.replication.failstop.log;

import java.nio.ByteBuffer;

/**
 * Stands in a segment between two batches and says: everything before this mark was on the disk
 * when it was written. So a bad record that a mark follows is damage, and one that no mark follows
 * was never known to be on the disk: a torn end (docs/protocol.md, 3.3; decision 0014). It is of
 * this server's disk alone: neither replicated nor part of the chain.
 *
 * <pre>
 * kind i32 = -1, where a record has its length | tag u32 of the segment | offset u32 of this mark |
 * CRC-32C u32 over all before
 * </pre>
 *
 * The tag is random and the offset its own, so that neither a payload nor bytes that lay elsewhere
 * before can pass for a mark.
 */
final class SyncMark {

  static final int BYTES = 16;
  static final int KIND = -1;

  private static final int CRC_OFFSET = BYTES - 4;

  private SyncMark() {}

  static ByteBuffer encode(int tag, int offset) {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    out.putInt(KIND).putInt(tag).putInt(offset);
    out.putInt(PositionCodec.crc(out, CRC_OFFSET));
    return out.flip();
  }

  /** Whether the bytes from {@code at} are the mark that belongs at {@code offset}. */
  static boolean isAt(ByteBuffer bytes, int at, int tag, long offset) {
    return at + BYTES <= bytes.limit()
        && bytes.getInt(at) == KIND
        && bytes.getInt(at + 4) == tag
        && bytes.getInt(at + 8) == offset
        && bytes.getInt(at + CRC_OFFSET) == PositionCodec.crc(bytes.slice(at, BYTES), CRC_OFFSET);
  }
}
