package io.jmessage.server.replication.failstop.log;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * A part of a log that was cut off, kept in a file of its own: a segment header, then the frames,
 * nothing after them.
 */
public final class LogArchive {

  private static final int CHUNK_BYTES = 1 << 20;

  private LogArchive() {}

  /** The archives in a directory. */
  public static List<Path> in(Path directory) throws IOException {
    return DurableFiles.filesWith(directory, LogDirectory.SEGMENT_SUFFIX);
  }

  /**
   * Shows every entry of the archive, in order.
   *
   * @return the position that the entries follow
   * @throws DamagedFileException if the file is not whole
   */
  public static LogPosition read(Path file, Consumer<LogEntry> visitor) throws IOException {
    try (FileChannel channel = FileChannel.open(file, READ)) {
      SegmentHeader header = SegmentHeader.read(channel, file);
      // An archive gets its name when it is whole, so a torn end is damage here.
      new SegmentScan(file, channel, header).run(false, visitor);
      return header.base();
    }
  }

  /** Copies what follows the position to the file; a file that holds the same already is fine. */
  static void write(SegmentedLog log, LogPosition after, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path temporary = target.resolveSibling(target.getFileName() + DurableFiles.TEMPORARY_SUFFIX);
    try (FileChannel channel = FileChannel.open(temporary, CREATE, TRUNCATE_EXISTING, WRITE)) {
      writeAll(channel, SegmentHeader.withoutMarks(after).encode());
      copy(log, after.index() + 1, log.last().index(), channel);
      channel.force(true);
    }
    if (Files.exists(target) && Files.mismatch(temporary, target) >= 0) {
      Files.delete(temporary);
      throw new FileAlreadyExistsException(target + " holds another archive; move it away");
    }
    Path directory = target.getParent();
    DurableFiles.rename(directory == null ? target : directory, temporary, target);
  }

  private static void copy(SegmentedLog log, long from, long to, FileChannel channel)
      throws IOException {
    long next = from;
    while (next <= to) {
      List<LogEntry> entries = log.read(next, to, CHUNK_BYTES);
      for (LogEntry entry : entries) {
        writeAll(channel, entry.frame().asReadOnlyByteBuffer());
      }
      next += entries.size();
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    DurableFiles.writeFully(channel, bytes, channel.size());
  }
}
