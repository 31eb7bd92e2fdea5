package io.jmessage.server.replication.failstop.log;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.LogPosition;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A snapshot of the applied state, whole and verified: opaque data with the position that it stands
 * for and the newest Config up to there. Immutable.
 *
 * <pre>
 * SnapshotHeader | data | data length i64 | SHA-256 of header and data
 * </pre>
 */
public final class SnapshotFile {

  private static final String SUFFIX = ".snapshot";
  private static final int SHA_BYTES = 32;
  private static final int FOOTER_BYTES = Long.BYTES + SHA_BYTES;
  private static final int BLOCK_BYTES = 256 << 10;

  /**
   * Synced as it grows: one sync of it all in the end would have the log's syncs wait behind
   * hundreds of megabytes, and every sender with them.
   */
  private static final int UNSYNCED_BYTES_MAX = 4 << 20;

  private final Path file;
  private final SnapshotHeader header;

  private SnapshotFile(Path file, SnapshotHeader header) {
    this.file = file;
    this.header = header;
  }

  /**
   * The snapshots in the directory whose headers are whole, the highest position first; does not
   * read what follows the headers.
   *
   * @param damaged is told of the others
   */
  public static List<SnapshotFile> in(Path directory, Consumer<DamagedFileException> damaged)
      throws IOException {
    DurableFiles.forceDirectory(directory);
    List<SnapshotFile> all = new ArrayList<>();
    for (Path file : DurableFiles.filesWith(directory, SUFFIX)) {
      try {
        all.add(new SnapshotFile(file, SnapshotHeader.read(file)));
      } catch (DamagedFileException e) {
        damaged.accept(e);
      }
    }
    all.sort(Comparator.comparing(SnapshotFile::position).reversed());
    return all;
  }

  /**
   * The snapshot of that position. Reads the whole file to verify it.
   *
   * @throws DamagedFileException if it is not whole
   */
  public static Optional<SnapshotFile> at(Path directory, LogPosition position) throws IOException {
    Path file = name(directory, position);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    SnapshotFile snapshot = new SnapshotFile(file, SnapshotHeader.read(file));
    if (!snapshot.position().equals(position)) {
      return Optional.empty();
    }
    snapshot.verify(() -> {});
    return Optional.of(snapshot);
  }

  /** Begins to receive a snapshot, into a file of its own. */
  public static Writer receive(
      Path directory, LogPosition position, ByteString newestConfig, long newestConfigIndex)
      throws IOException {
    return new Writer(directory, new SnapshotHeader(position, newestConfigIndex, newestConfig));
  }

  /** What the data is the state of. */
  public LogPosition position() {
    return header.position();
  }

  /** The payload of the newest Config entry up to the position. */
  public ByteString newestConfig() {
    return header.newestConfig();
  }

  public long newestConfigIndex() {
    return header.newestConfigIndex();
  }

  /** How many bytes {@link #open} gives. */
  public long dataBytes() throws IOException {
    return Files.size(file) - header.bytes() - FOOTER_BYTES;
  }

  /** The data, from its start; the caller closes it. */
  public InputStream open() throws IOException {
    FileChannel channel = FileChannel.open(file, READ);
    channel.position(header.bytes());
    return new BoundedInput(Channels.newInputStream(channel), dataBytes());
  }

  /** Deletes all snapshots but that one; call it once nothing stands on them any more (I9). */
  public static void keepOnly(Path directory, LogPosition position) throws IOException {
    Path kept = name(directory, position);
    for (Path file : DurableFiles.filesWith(directory, SUFFIX)) {
      if (!file.equals(kept)) {
        DurableFiles.delete(directory, file);
      }
    }
  }

  /** Deletes one snapshot, if it is there; call it once nothing stands on it any more (I9). */
  public static void delete(Path directory, LogPosition position) throws IOException {
    DurableFiles.delete(directory, name(directory, position));
  }

  /** With the chain: two histories may have a snapshot each at one index. */
  private static Path name(Path directory, LogPosition position) {
    return directory.resolve("%020d-%016x%s".formatted(position.index(), position.chain(), SUFFIX));
  }

  private void verify(Runnable beforeBlock) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      long dataEnd = channel.size() - FOOTER_BYTES;
      if (dataEnd < header.bytes()) {
        throw new DamagedFileException(file, "the snapshot is too short");
      }
      ByteBuffer footer = ByteBuffer.allocate(FOOTER_BYTES);
      DurableFiles.readFully(channel, footer, dataEnd);
      byte[] expected = new byte[SHA_BYTES];
      long length = footer.rewind().getLong();
      footer.get(expected);
      if (length != dataEnd - header.bytes()
          || !MessageDigest.isEqual(expected, digest(channel, dataEnd, beforeBlock))) {
        throw new DamagedFileException(file, "the snapshot does not fit its checksum");
      }
    }
  }

  private static byte[] digest(FileChannel channel, long end, Runnable beforeBlock)
      throws IOException {
    MessageDigest sha = sha256();
    ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
    for (long at = 0; at < end; at += BLOCK_BYTES) {
      beforeBlock.run();
      block.clear().limit((int) Math.min(BLOCK_BYTES, end - at));
      DurableFiles.readFully(channel, block, at);
      sha.update(block.flip());
    }
    return sha.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Writes one snapshot to a temporary file. Closed without a commit it leaves nothing behind. One
   * thread.
   */
  public static final class Writer implements Closeable {

    private final Path directory;
    private final SnapshotHeader header;
    private final Path temporary;
    private final FileChannel channel;
    private final MessageDigest ofData = sha256();
    private final MessageDigest ofFile = sha256();
    private long dataBytes;
    private long unsyncedBytes;
    private boolean committed;

    private Writer(Path directory, SnapshotHeader header) throws IOException {
      this.directory = directory;
      this.header = header;
      // Never the file of another writer, which may still be at work.
      temporary = Files.createTempFile(directory, "snapshot", DurableFiles.TEMPORARY_SUFFIX);
      channel = FileChannel.open(temporary, WRITE);
      writeToFile(header.encode());
    }

    /** Adds data. */
    public void write(ByteString data) throws IOException {
      write(data.asReadOnlyByteBuffer());
    }

    /** Where a state machine can write its own snapshot; closing it does nothing. */
    public OutputStream stream() {
      return new OutputStream() {
        @Override
        public void write(int data) throws IOException {
          write(new byte[] {(byte) data}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
          Writer.this.write(ByteBuffer.wrap(data, offset, length));
        }
      };
    }

    /**
     * Compares what came with what the sender says it sent, then puts the snapshot in place,
     * durably. Other snapshots stay until {@link SnapshotFile#keepOnly}: the log may still stand on
     * one (I9).
     *
     * @throws IOException if bytes are missing or wrong; the snapshot is not in place then
     */
    public SnapshotFile commit(long expectedBytes, ByteString expectedSha256) throws IOException {
      boolean fits = expectedSha256.equals(ByteString.copyFrom(ofData.digest()));
      if (dataBytes != expectedBytes || !fits) {
        throw new IOException(
            "the snapshot did not arrive whole: got %d of %d bytes, checksum %s"
                .formatted(dataBytes, expectedBytes, fits ? "right" : "wrong"));
      }
      return commit(() -> {});
    }

    /**
     * As above for a snapshot of this server's own state. What counts is what can be read back:
     * nothing takes its name before that (I9).
     *
     * @param beforeBlock runs before each block is read back; it may rest, or throw to give up
     */
    public SnapshotFile commit(Runnable beforeBlock) throws IOException {
      ByteBuffer footer = ByteBuffer.allocate(FOOTER_BYTES);
      footer.putLong(dataBytes).put(ofFile.digest()).flip();
      DurableFiles.writeFully(channel, footer, channel.position());
      channel.force(true);
      channel.close();
      new SnapshotFile(temporary, header).verify(beforeBlock);
      Path target = name(directory, header.position());
      DurableFiles.rename(directory, temporary, target);
      committed = true;
      return new SnapshotFile(target, header);
    }

    @Override
    public void close() throws IOException {
      channel.close();
      if (!committed) {
        Files.deleteIfExists(temporary);
      }
    }

    private void write(ByteBuffer data) throws IOException {
      dataBytes += data.remaining();
      ofData.update(data.duplicate());
      writeToFile(data);
    }

    private void writeToFile(ByteBuffer bytes) throws IOException {
      ofFile.update(bytes.duplicate());
      while (bytes.hasRemaining()) {
        unsyncedBytes += channel.write(bytes);
      }
      if (unsyncedBytes >= UNSYNCED_BYTES_MAX) {
        channel.force(false);
        unsyncedBytes = 0;
      }
    }
  }
}
