package io.jmessage.bench.contender;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** Ids of the messages of one writer, as a client gives them: 16 bytes, never the same twice. */
final class MessageIds {
  private final long mine = ThreadLocalRandom.current().nextLong();
  private long next;

  ByteString next() {
    byte[] id = ByteBuffer.allocate(16).putLong(mine).putLong(next++).array();
    return UnsafeByteOperations.unsafeWrap(id);
  }
}
