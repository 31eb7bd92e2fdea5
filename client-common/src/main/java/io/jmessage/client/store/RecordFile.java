package io.jmessage.client.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A file of records that is only appended to: a magic number, then each record with its length and
 * checksum. A record is there when {@link #sync} has returned after its {@link #append}; what a
 * crash leaves behind it is cut off at the next {@link #load}. Not thread-safe.
 *
 * <p>Over a {@link RandomAccessFile}: an interrupt of the calling thread does not close it, as it
 * would a channel. Who opened the file closes it.
 */
final class RecordFile {
  private static final int MAGIC_BYTES = Long.BYTES;
  private static final int FRAME_BYTES = 2 * Integer.BYTES;

  /** Over the greatest text (64 KiB) in its longest encoding, so that a wrong length is seen. */
  private static final int RECORD_BYTES_MAX = 1 << 20;

  /**
   * What a file holds.
   *
   * @param damaged something in the middle does not fit its checksum; the records are those that do
   */
  record Contents(List<byte[]> records, boolean damaged) {}

  private final RandomAccessFile file;
  private final long magic;
  private long end;

  /**
   * @param magic kind and version of the file
   */
  RecordFile(RandomAccessFile file, long magic) {
    this.file = file;
    this.magic = magic;
  }

  /**
   * Reads everything, and cuts off a last record that was not written to its end. Begins the file
   * if it is empty. To be called before anything else.
   */
  Contents load() throws IOException {
    Contents contents = read();
    if (!contents.damaged()) {
      if (end == 0) {
        begin();
      }
      file.setLength(end);
    }
    return contents;
  }

  /** The same without changing the file, which somebody else may be appending to. */
  Contents read() throws IOException {
    long size = file.length();
    end = 0;
    if (size < MAGIC_BYTES) {
      return new Contents(List.of(), false);
    }
    if (size > Integer.MAX_VALUE) {
      return new Contents(List.of(), true);
    }
    byte[] bytes = new byte[(int) size];
    file.seek(0);
    file.readFully(bytes);
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (buffer.getLong() != magic) {
      return new Contents(List.of(), !isZero(buffer.rewind()));
    }
    end = MAGIC_BYTES;
    return records(buffer);
  }

  private Contents records(ByteBuffer buffer) {
    List<byte[]> records = new ArrayList<>();
    boolean damaged = false;
    while (buffer.remaining() >= FRAME_BYTES) {
      int at = buffer.position();
      int length = buffer.getInt();
      int checksum = buffer.getInt();
      if (length <= 0 || length > RECORD_BYTES_MAX) {
        // Zeros to the end are a write that the disk did not get; anything else is damage.
        return new Contents(records, damaged || !isZero(buffer.position(at)));
      }
      if (length > buffer.remaining()) {
        break; // torn
      }
      byte[] record = new byte[length];
      buffer.get(record);
      if (checksum(record) == checksum) {
        records.add(record);
        end = buffer.position();
      } else if (buffer.hasRemaining() && !isZero(buffer.duplicate())) {
        damaged = true; // and not the last one: what follows may still be whole
      }
    }
    return new Contents(records, damaged);
  }

  private static boolean isZero(ByteBuffer rest) {
    while (rest.hasRemaining()) {
      if (rest.get() != 0) {
        return false;
      }
    }
    return true;
  }

  /** Writes one more record. On an exception the file is as it was, as far as the disk lets it. */
  void append(byte[] record) throws IOException {
    if (record.length == 0 || record.length > RECORD_BYTES_MAX) {
      throw new IllegalArgumentException("a record of " + record.length + " bytes");
    }
    ByteBuffer framed = ByteBuffer.allocate(FRAME_BYTES + record.length);
    framed.putInt(record.length).putInt(checksum(record)).put(record);
    try {
      file.seek(end);
      file.write(framed.array());
    } catch (IOException e) {
      cutTo(end);
      throw e;
    }
    end += framed.capacity();
  }

  /** All that was appended is on the disk when this returns. */
  void sync() throws IOException {
    file.getFD().sync();
  }

  /** Forgets all records. */
  void clear() throws IOException {
    begin();
    file.setLength(end);
  }

  /** Takes back what was appended since the file was this long. */
  void cutTo(long length) {
    try {
      file.setLength(length);
      end = length;
    } catch (IOException e) {
      // The rest is cut off when it is read: its checksum or its length do not fit.
      end = length;
    }
  }

  /**
   * Copies the file as it is. By its own handle: another one, when it is closed, would end the lock
   * of this one on some systems.
   */
  void copyTo(Path target) throws IOException {
    byte[] bytes = new byte[(int) Math.min(file.length(), Integer.MAX_VALUE)];
    file.seek(0);
    file.readFully(bytes);
    Files.write(target, bytes);
  }

  long size() {
    return end;
  }

  private void begin() throws IOException {
    file.seek(0);
    file.write(ByteBuffer.allocate(MAGIC_BYTES).putLong(magic).array());
    end = MAGIC_BYTES;
  }

  private static int checksum(byte[] record) {
    CRC32C crc = new CRC32C();
    crc.update(record);
    return (int) crc.getValue();
  }
}
