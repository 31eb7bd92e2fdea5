package io.jmessage.client.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file of waiting lines. It belongs to whoever holds its lock, and the system frees the lock of
 * a process that dies: so of two processes never both send its lines, and none is left behind. Not
 * thread-safe.
 */
final class OutboxFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxFile.class);

  /** "JMOUTBX" and the version. */
  static final long MAGIC = 0x4A4D4F5554425801L;

  /** A file in which nothing waits any more is emptied beyond this. */
  private static final long EMPTIED_ABOVE_BYTES = 64 << 10;

  private final Path path;
  private final LockedFile file;
  private final RecordFile records;
  private final Map<String, OutboxLine> lines = new LinkedHashMap<>();

  private OutboxFile(Path path, LockedFile file, RecordFile records) {
    this.path = path;
    this.file = file;
    this.records = records;
  }

  /**
   * Opens or creates a file, if nobody else has it.
   *
   * @throws IOException if it cannot be read
   */
  static Optional<OutboxFile> open(Path path) throws IOException {
    Optional<LockedFile> locked = LockedFile.open(path);
    if (locked.isEmpty()) {
      return Optional.empty();
    }
    LockedFile file = locked.get();
    try {
      OutboxFile opened = new OutboxFile(path, file, new RecordFile(file.file(), MAGIC));
      opened.load();
      return Optional.of(opened);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void load() throws IOException {
    RecordFile.Contents contents = records.load();
    for (byte[] record : contents.records()) {
      OutboxRecord.apply(record, lines);
    }
    if (contents.damaged()) {
      setAside();
    }
  }

  /** What could be read goes on in a file without damage; the damaged one is kept. */
  private void setAside() throws IOException {
    Path aside = path.resolveSibling(path.getFileName() + ".damaged-" + System.currentTimeMillis());
    records.copyTo(aside);
    LOG.warn(
        "{} is damaged, kept as {}; {} waiting lines could be read and will be sent",
        path,
        aside,
        lines.size());
    records.clear();
    for (OutboxLine line : lines.values()) {
      records.append(OutboxRecord.line(line));
      if (line.failure().isPresent()) {
        records.append(OutboxRecord.state(line));
      }
    }
    records.sync();
  }

  List<OutboxLine> lines() {
    return List.copyOf(lines.values());
  }

  boolean has(OutboxLine line) {
    return lines.containsKey(line.id());
  }

  /** On the disk when this returns. */
  void add(OutboxLine line) throws IOException {
    long before = records.size();
    try {
      records.append(OutboxRecord.line(line));
      records.sync();
    } catch (IOException e) {
      records.cutTo(before);
      throw e;
    }
    lines.put(line.id(), line);
  }

  void remove(OutboxLine line) throws IOException {
    lines.remove(line.id());
    records.append(OutboxRecord.removed(line));
    if (lines.isEmpty() && records.size() > EMPTIED_ABOVE_BYTES) {
      records.clear();
    }
  }

  void update(OutboxLine line) throws IOException {
    lines.put(line.id(), line);
    records.append(OutboxRecord.state(line));
  }

  boolean isAt(Path other) {
    return path.equals(other);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** Lets another process have it; removes it if nothing waits. */
  @Override
  public void close() throws IOException {
    if (lines.isEmpty()) {
      Files.deleteIfExists(path); // before the lock ends: nobody may take it in between
    }
    file.close();
  }
}
