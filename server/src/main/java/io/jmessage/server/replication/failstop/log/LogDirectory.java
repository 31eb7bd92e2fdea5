package io.jmessage.server.replication.failstop.log;

import static java.nio.file.StandardOpenOption.WRITE;

import io.jmessage.server.replication.LogPosition;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The names in the directory of the log, and the steps in which they change. Each step is durable
 * before the next begins.
 *
 * <pre>
 * 00000000000000000001.log    a segment, named by the index of its first entry
 * 00000000000000004712.reset  a log that replaces all segments: once it is there, the old log is gone
 * *.tmp                       unfinished, worth nothing
 * </pre>
 */
final class LogDirectory {

  static final String SEGMENT_SUFFIX = ".log";
  static final String RESET_SUFFIX = ".reset";

  private final Path path;
  private final Consumer<String> afterStep;

  LogDirectory(Path path, Consumer<String> afterStep) {
    this.path = path;
    this.afterStep = afterStep;
  }

  Path path() {
    return path;
  }

  void stepDone(String step) {
    afterStep.accept(step);
  }

  /** The files of the segments, oldest first. */
  List<Path> segments() throws IOException {
    return DurableFiles.filesWith(path, SEGMENT_SUFFIX);
  }

  boolean holdsALog() throws IOException {
    return Files.isDirectory(path)
        && !(segments().isEmpty() && DurableFiles.filesWith(path, RESET_SUFFIX).isEmpty());
  }

  /** Creates the directory, clears what a crash left unfinished, and completes a reset. */
  void recover() throws IOException {
    DurableFiles.createDirectory(path);
    DurableFiles.forceDirectory(path); // A killed process may leave names that are not durable yet.
    DurableFiles.deleteTemporary(path);
    List<Path> resets = DurableFiles.filesWith(path, RESET_SUFFIX);
    if (resets.size() > 1) {
      throw new DamagedFileException(path, "it holds more than one " + RESET_SUFFIX + " file");
    }
    for (Path reset : resets) {
      replaceAllBy(reset, readHeader(reset));
    }
  }

  /** Makes a segment of a file of zeros. */
  Segment create(Path zeros, LogPosition base) throws IOException {
    SegmentHeader header = writeHeader(zeros, base);
    Path file = file(base, SEGMENT_SUFFIX);
    rename(zeros, file);
    return new Segment(file, header);
  }

  /** Replaces all segments by an empty one made of a file of zeros. */
  Segment reset(Path zeros, LogPosition base) throws IOException {
    SegmentHeader header = writeHeader(zeros, base);
    Path reset = file(base, RESET_SUFFIX);
    rename(zeros, reset);
    return replaceAllBy(reset, header);
  }

  void delete(Path file) throws IOException {
    DurableFiles.delete(path, file);
    stepDone("deleted " + file.getFileName());
  }

  private Segment replaceAllBy(Path reset, SegmentHeader header) throws IOException {
    for (Path old : segments()) {
      delete(old);
    }
    Path file = file(header.base(), SEGMENT_SUFFIX);
    rename(reset, file);
    return new Segment(file, header);
  }

  private static SegmentHeader readHeader(Path reset) throws IOException {
    try (FileChannel channel = FileChannel.open(reset)) {
      return SegmentHeader.read(channel, reset);
    }
  }

  private SegmentHeader writeHeader(Path zeros, LogPosition base) throws IOException {
    SegmentHeader header = SegmentHeader.withMarks(base);
    try (FileChannel channel = FileChannel.open(zeros, WRITE)) {
      DurableFiles.writeFully(channel, header.encode(), 0);
      channel.force(true);
    }
    stepDone("wrote the header of " + zeros.getFileName());
    return header;
  }

  private void rename(Path from, Path to) throws IOException {
    DurableFiles.rename(path, from, to);
    stepDone("renamed " + from.getFileName() + " to " + to.getFileName());
  }

  private Path file(LogPosition base, String suffix) {
    return path.resolve("%020d%s".formatted(base.index() + 1, suffix));
  }
}
