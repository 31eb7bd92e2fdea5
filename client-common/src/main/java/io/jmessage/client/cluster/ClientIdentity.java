package io.jmessage.client.cluster;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who the client is to the cluster, and the numbers of its requests. The cluster remembers each
 * (id, number) for ever, so a client that brings its id back must also bring a first number above
 * all that it ever used. Thread-safe.
 */
public final class ClientIdentity {
  private static final int ID_BYTES = 16;

  private final String id;
  private final AtomicLong next;

  /**
   * @param id 32 hex digits
   * @param firstSequence above every number used with this id before; at least 1
   */
  public ClientIdentity(String id, long firstSequence) {
    if (!id.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("a client id is 32 hex digits, not '" + id + "'");
    }
    if (firstSequence < 1) {
      throw new IllegalArgumentException("sequences start at 1, not at " + firstSequence);
    }
    this.id = id;
    this.next = new AtomicLong(firstSequence);
  }

  /** A new one that nobody else has. */
  public static ClientIdentity random() {
    byte[] bytes = new byte[ID_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new ClientIdentity(HexFormat.of().formatHex(bytes), 1);
  }

  public String id() {
    return id;
  }

  /** The number of one more request that changes something. */
  public long nextSequence() {
    return next.getAndIncrement();
  }

  /** The ids of one more request that changes something. */
  public CallIds nextIds() {
    return new CallIds(id, nextSequence());
  }
}
