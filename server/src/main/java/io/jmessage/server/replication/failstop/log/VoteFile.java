package io.jmessage.server.replication.failstop.log;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jmessage.server.replication.Epoch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The epoch that this server has promised, which never decreases, also over crashes (I1).
 *
 * <p>Two slots, each on a page of its own, hold the same promise. They are written one after the
 * other, so that an interrupted write spoils only one of them, before the promise counts; and so
 * that one damaged slot later on makes no server forget what it has promised. One thread.
 *
 * <pre>
 * slot: magic "VOTE" | counter i64 | epoch | zeros | CRC-32C u32, together 512 bytes, at 0 and 4096
 * </pre>
 */
public final class VoteFile implements Closeable {

  private static final int MAGIC = 0x564F5445;
  private static final int SLOT_BYTES = 512;
  private static final int CRC_OFFSET = SLOT_BYTES - 4;
  private static final int SLOT_DISTANCE = 4096;
  private static final int FILE_BYTES = SLOT_DISTANCE + SLOT_BYTES;

  private record Vote(long counter, Epoch promised) {

    Vote next(Epoch epoch) {
      return new Vote(counter + 1, epoch);
    }
  }

  private final FileChannel channel;
  private Vote newest;
  private boolean failed;

  private VoteFile(FileChannel channel, Vote newest) {
    this.channel = channel;
    this.newest = newest;
  }

  /**
   * Opens the file, or creates it with {@link Epoch#NONE}.
   *
   * @throws DamagedFileException if neither slot can be read; a server that forgot its promise may
   *     not vote
   */
  public static VoteFile open(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    if (!Files.exists(absolute)) {
      create(absolute);
    }
    FileChannel channel = FileChannel.open(absolute, READ, WRITE);
    try {
      Vote one = read(channel, 0);
      Vote other = read(channel, 1);
      Vote newest = newer(one, other);
      if (newest == null) {
        throw new DamagedFileException(file, "neither copy of the promised epoch can be read");
      }
      channel.force(true); // A killed process leaves what can be read but is not durable yet.
      VoteFile opened = new VoteFile(channel, newest);
      if (one == null || other == null || !one.promised().equals(other.promised())) {
        opened.write(newest.next(newest.promised()));
      }
      return opened;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  public Epoch promised() {
    return newest.promised();
  }

  /**
   * Promises the epoch, durably on return. The epoch promised already costs nothing.
   *
   * @throws IllegalStateException if a newer one was promised (I1)
   * @throws IOException if the disk fails; fatal, every later call fails too
   */
  public void persist(Epoch epoch) throws IOException {
    if (failed) {
      throw new IOException("the vote file failed before and accepts nothing until a restart");
    }
    int order = epoch.compareTo(promised());
    if (order < 0) {
      throw new IllegalStateException(
          "I1: epoch %s is promised, cannot go back to %s".formatted(promised(), epoch));
    }
    if (order > 0) {
      write(newest.next(epoch));
      write(newest.next(epoch));
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void write(Vote vote) throws IOException {
    failed = true; // Until the disk has said otherwise.
    DurableFiles.writeFully(channel, encode(vote), offset(vote.counter()));
    channel.force(false);
    failed = false;
    newest = vote;
  }

  private static void create(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory == null) {
      throw new IOException("the vote file needs a directory, got " + file);
    }
    ByteBuffer content = ByteBuffer.allocate(FILE_BYTES);
    content.put(encode(new Vote(0, Epoch.NONE))).rewind();
    DurableFiles.replace(directory, String.valueOf(file.getFileName()), content);
  }

  private static long offset(long counter) {
    return (counter & 1) * SLOT_DISTANCE;
  }

  private static ByteBuffer encode(Vote vote) {
    ByteBuffer out = ByteBuffer.allocate(SLOT_BYTES);
    out.putInt(MAGIC).putLong(vote.counter());
    PositionCodec.putEpoch(out, vote.promised());
    out.putInt(CRC_OFFSET, PositionCodec.crc(out, CRC_OFFSET));
    return out.rewind();
  }

  private static @Nullable Vote read(FileChannel channel, long slot) throws IOException {
    if (channel.size() < offset(slot) + SLOT_BYTES) {
      return null;
    }
    ByteBuffer in = ByteBuffer.allocate(SLOT_BYTES);
    DurableFiles.readFully(channel, in, offset(slot));
    in.rewind();
    if (in.getInt(CRC_OFFSET) != PositionCodec.crc(in, CRC_OFFSET) || in.getInt() != MAGIC) {
      return null;
    }
    return new Vote(in.getLong(), PositionCodec.getEpoch(in));
  }

  private static @Nullable Vote newer(@Nullable Vote one, @Nullable Vote other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.counter() > other.counter() ? one : other;
  }
}
