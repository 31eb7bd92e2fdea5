package io.jmessage.server.replication.failstop.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the replicated log, with its frame: the bytes that the log stores and that travel
 * between servers, encoded once.
 *
 * <pre>
 * frame: length u32 | CRC-32C u32 over the rest | index i64 | epoch number i64 | master length u16 |
 *        master UTF-8 | type u8 | chain i64 | payload
 * length: bytes after the CRC
 * chain:  first 8 bytes of SHA-256 over (previous chain | index | epoch | type | payload)
 * </pre>
 *
 * The chain makes equal (epoch, index) provably equal histories (I3). An entry remembers which
 * chain it was found to continue, so whoever holds it may ask {@link #follows} at no cost; one that
 * is decoded, from disk or wire, is hashed at the first question. Thread-safe; equal by the frame.
 */
public final class LogEntry {

  /** Bytes before the body: length and CRC. */
  public static final int PREFIX_BYTES = 8;

  /** Bounds what one entry may take, so that a wrong length on disk or wire costs no memory. */
  public static final int PAYLOAD_BYTES_MAX = 1 << 20;

  private static final int MASTER_BYTES_MAX = 300;
  private static final int CHAIN_BYTES = 8;
  private static final int FIXED_BYTES = 8 + 8 + 2 + 1 + CHAIN_BYTES;

  /** Bounds the length field. */
  public static final int BODY_BYTES_MAX = FIXED_BYTES + MASTER_BYTES_MAX + PAYLOAD_BYTES_MAX;

  /** What the payload is. */
  public enum Type {
    COMMAND(0),
    CONFIG(1);

    private final byte code;

    Type(int code) {
      this.code = (byte) code;
    }

    private static Type of(byte code) {
      for (Type type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      throw new IllegalArgumentException("entry type " + code);
    }
  }

  /** Thrown for bytes that are not a frame: on disk damage, on the wire a bad peer. */
  public static final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedFrameException(String message) {
      super(message);
    }
  }

  private final long index;
  private final Epoch epoch;
  private final Type type;
  private final ByteString payload;
  private final long chain;
  private final ByteString frame;

  /** The chain that this one is the hash over; null as long as nobody has computed it. */
  private volatile @Nullable Long continued;

  private LogEntry(
      long index,
      Epoch epoch,
      Type type,
      ByteString payload,
      long chain,
      ByteString frame,
      @Nullable Long continued) {
    this.index = index;
    this.epoch = epoch;
    this.type = type;
    this.payload = payload;
    this.chain = chain;
    this.frame = frame;
    this.continued = continued;
  }

  /** The entry that follows {@code previous}. */
  public static LogEntry after(LogPosition previous, Epoch epoch, Type type, ByteString payload) {
    if (payload.size() > PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException("payload: at most 1 MiB, got " + payload.size());
    }
    long index = previous.index() + 1;
    byte[] master = epoch.master().toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame =
        ByteBuffer.allocate(PREFIX_BYTES + FIXED_BYTES + master.length + payload.size());
    frame.putInt(FIXED_BYTES + master.length + payload.size()).putInt(0);
    frame.putLong(index).putLong(epoch.number()).putShort((short) master.length).put(master);
    frame.put(type.code);
    int head = frame.position() - PREFIX_BYTES;
    payload.copyTo(frame.position(frame.position() + CHAIN_BYTES));
    long chain = chain(previous.chain(), ByteBuffer.wrap(frame.array()), head);
    frame.putLong(PREFIX_BYTES + head, chain);
    frame.putInt(4, crc(frame.array(), PREFIX_BYTES, frame.capacity() - PREFIX_BYTES));
    ByteString encoded = UnsafeByteOperations.unsafeWrap(frame.array());
    return new LogEntry(index, epoch, type, payload, chain, encoded, previous.chain());
  }

  /**
   * Reads one whole frame.
   *
   * @throws MalformedFrameException if length, CRC or a field is wrong
   */
  public static LogEntry decode(ByteString frame) throws MalformedFrameException {
    return decode(frame, Epoch.NONE);
  }

  /** As above, for one of many: if its epoch is the likely one, the two share that object. */
  public static LogEntry decode(ByteString frame, Epoch likely) throws MalformedFrameException {
    if (frame.size() < PREFIX_BYTES + FIXED_BYTES) {
      throw new MalformedFrameException("frame of " + frame.size() + " bytes is too short");
    }
    ByteBuffer in = frame.asReadOnlyByteBuffer();
    int length = in.getInt();
    if (length != frame.size() - PREFIX_BYTES || length > BODY_BYTES_MAX) {
      throw new MalformedFrameException("frame says " + length + " bytes, has " + frame.size());
    }
    CRC32C crc = new CRC32C();
    int expected = in.getInt();
    crc.update(in.duplicate());
    if ((int) crc.getValue() != expected) {
      throw new MalformedFrameException("frame checksum differs");
    }
    try {
      long index = in.getLong();
      long number = in.getLong();
      byte[] master = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(master);
      Epoch epoch = epoch(number, new String(master, StandardCharsets.UTF_8), likely);
      Type type = Type.of(in.get());
      long chain = in.getLong();
      ByteString payload = frame.substring(frame.size() - in.remaining());
      return new LogEntry(index, epoch, type, payload, chain, frame, null);
    } catch (RuntimeException e) {
      throw new MalformedFrameException("frame holds an invalid field: " + e);
    }
  }

  public long index() {
    return index;
  }

  public Epoch epoch() {
    return epoch;
  }

  public Type type() {
    return type;
  }

  public ByteString payload() {
    return payload;
  }

  public long chain() {
    return chain;
  }

  public ByteString frame() {
    return frame;
  }

  public LogPosition position() {
    return new LogPosition(epoch, index, chain);
  }

  /** Whether this entry directly continues the history that ends at {@code previous}. */
  public boolean follows(LogPosition previous) {
    return index == previous.index() + 1
        && epoch.compareTo(previous.epoch()) >= 0
        && continues(previous.chain());
  }

  private boolean continues(long previousChain) {
    Long known = continued;
    if (known != null) {
      return known == previousChain;
    }
    int head = frame.size() - PREFIX_BYTES - CHAIN_BYTES - payload.size();
    boolean does = chain == chain(previousChain, frame.asReadOnlyByteBuffer(), head);
    if (does) {
      continued = previousChain;
    }
    return does;
  }

  private static Epoch epoch(long number, String master, Epoch likely) {
    return likely.number() == number && likely.master().toString().equals(master)
        ? likely
        : new Epoch(number, Address.parse(master));
  }

  /**
   * Hashes what a frame holds: {@code head} bytes from the index to the type, and the payload. Uses
   * the buffer up.
   */
  private static long chain(long previous, ByteBuffer frame, int head) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(ByteBuffer.allocate(CHAIN_BYTES).putLong(previous).flip());
      int from = frame.position() + PREFIX_BYTES;
      int end = frame.limit();
      sha.update(frame.limit(from + head).position(from));
      sha.update(frame.limit(end).position(from + head + CHAIN_BYTES));
      return ByteBuffer.wrap(sha.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LogEntry entry && frame.equals(entry.frame);
  }

  @Override
  public int hashCode() {
    return frame.hashCode();
  }

  @Override
  public String toString() {
    return type + " " + position();
  }
}
