package io.jmessage.server.replication.failstop.log;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one server, locked against every other process until it is closed; a process
 * that dies lets go of it. Says where everything lies. Thread-safe but for {@link #close}.
 */
public final class DataDirectory implements Closeable {

  private static final int PID_BYTES_MAX = 20;

  /**
   * Far behind the pid: where locks are mandatory, another process could not read that otherwise.
   */
  private static final long LOCKED_BYTE = 1 << 20;

  private final Path path;
  private final FileChannel lock;
  private final boolean isNew;

  private DataDirectory(Path path, FileChannel lock) throws IOException {
    this.path = path;
    this.lock = lock;
    this.isNew = !Files.exists(path.resolve(IdentityFile.NAME));
  }

  /**
   * Creates the directory if need be and locks it.
   *
   * @throws IOException with one line for the operator if another server has it, or if it cannot be
   *     used
   */
  public static DataDirectory open(Path path) throws IOException {
    Path directory = path.toAbsolutePath().normalize();
    DurableFiles.createDirectory(directory);
    FileChannel channel = FileChannel.open(directory.resolve("lock"), CREATE, READ, WRITE);
    try {
      lock(directory, channel);
      SetAside.complete(directory);
      DataDirectory opened = new DataDirectory(directory, channel);
      opened.checkIdentity();
      opened.createOrCheckVote();
      for (Path part : new Path[] {opened.log(), opened.snapshot(), opened.diverged()}) {
        DurableFiles.createDirectory(part);
      }
      DurableFiles.deleteTemporary(opened.snapshot());
      DurableFiles.deleteTemporary(opened.diverged());
      DurableFiles.forceDirectory(directory);
      return opened;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Whether no server has used the directory before this one: it had no identity when it was
   * opened.
   */
  public boolean isNew() {
    return isNew;
  }

  public Path path() {
    return path;
  }

  /** For {@link VoteFile}; it is there from the start. */
  public Path vote() {
    return path.resolve("vote");
  }

  /** For {@link SegmentedLog}. */
  public Path log() {
    return path.resolve("log");
  }

  /** For {@link SnapshotFile}. */
  public Path snapshot() {
    return path.resolve("snapshot");
  }

  /** For {@link LogArchive}s of suffixes that were cut off. */
  public Path diverged() {
    return path.resolve("diverged");
  }

  /** What H2 calls a database file: a path without its suffix. */
  public Path database() {
    return path.resolve("chat");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  /**
   * The log comes after the identity, so that one without the other is never the mark of a crash.
   */
  private void checkIdentity() throws IOException {
    if (isNew && SegmentedLog.isIn(log())) {
      throw new DamagedFileException(
          path.resolve(IdentityFile.NAME), "it is missing, though the directory was in use");
    }
  }

  /**
   * Before there is an identity, so that an identity without a vote is never the mark of a crash.
   */
  private void createOrCheckVote() throws IOException {
    if (isNew) {
      VoteFile.open(vote()).close();
    } else if (!Files.exists(vote())) {
      throw new DamagedFileException(vote(), "it is missing, though the directory was in use");
    }
  }

  private static void lock(Path directory, FileChannel channel) throws IOException {
    if (tryLock(channel) == null) {
      throw new IOException(
          ("data directory %s is in use by another server (pid %s). Stop that one, or choose another"
                  + " directory with --data-directory.")
              .formatted(directory, pid(channel)));
    }
    String pid = ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(LOCKED_BYTE, 1, false);
    } catch (OverlappingFileLockException e) {
      return null; // Held by this process: two servers in one JVM, as in tests.
    }
  }

  private static String pid(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PID_BYTES_MAX);
    int count = channel.read(bytes, 0);
    String text =
        new String(bytes.array(), 0, Math.max(0, count), StandardCharsets.US_ASCII).strip();
    return text.isEmpty() ? "unknown" : text;
  }
}
