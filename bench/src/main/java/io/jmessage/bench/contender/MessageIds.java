package io.jmessage.bench.contender;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of messages as our clients give them: 16 bytes, the time first. Not thread-safe. */
final class MessageIds {
  private static final int TIME_BITS = 48;

  private final long mine = ThreadLocalRandom.current().nextLong();
  private int next;

  ByteString next() {
    long time = System.currentTimeMillis() << (Long.SIZE - TIME_BITS);
    byte[] id = ByteBuffer.allocate(16).putLong(time | (next++ & 0xffff)).putLong(mine).array();
    return UnsafeByteOperations.unsafeWrap(id);
  }
}
