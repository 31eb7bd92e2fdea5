package io.jmessage.server.replication.failstop.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;

import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.DivergedSuffix;
import io.jmessage.server.replication.failstop.core.LeftAside;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was cut off the log, in {@code diverged/}. Nothing here is ever deleted by the server.
 *
 * <pre>
 * 2-after-4711-1763800000000.log         an archive: entries after 4711, the last of epoch 2
 * 2-after-4711-1763800000000.log.cursor  how far it has been submitted again; without: not to be
 * 2-after-4711-1763800000000.log.report  a line for each entry that could not be taken
 * </pre>
 */
public final class DivergedDirectory {

  private static final String REPORT_SUFFIX = ".report";
  private static final int ENTRIES_AT_ONCE = 64;
  private static final long BYTES_AT_ONCE = 256 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(DivergedDirectory.class);

  private final Path path;

  /** Where the entry after the one that was read last begins; reading goes forward. */
  private Place place = new Place("", 0, 0);

  private record Place(String name, long index, long offset) {}

  /**
   * For people.
   *
   * @param after the last position that the histories share
   * @param last of the archive
   * @param submitted entries that have been submitted again; of {@code toSubmit}
   * @param leftAside what could not be taken, and why
   * @param trouble why the archive cannot be read; empty: it can
   */
  public record Summary(
      Path file,
      LogPosition after,
      LogPosition last,
      long submitted,
      long toSubmit,
      List<String> leftAside,
      String trouble) {}

  /** {@code path}: exists. */
  public DivergedDirectory(Path path) {
    this.path = path;
  }

  /**
   * Keeps what the log has after the index, durable on return.
   *
   * @param submitUpTo what may have been acknowledged
   * @return empty if nothing of it is to be submitted again
   */
  public Optional<DivergedSuffix> keep(
      SegmentedLog log, long index, long submitUpTo, long nowMillis) throws IOException {
    String name = "%d-after-%d-%d.log".formatted(log.last().epoch().number(), index, nowMillis);
    DivergedSuffix suffix =
        new DivergedSuffix(name, index + 1, submitUpTo, Collections.emptySortedSet());
    if (!suffix.isDone()) {
      // First, so that no archive that a crash leaves is without it.
      writeCursor(suffix);
    }
    log.archiveAfter(index, path.resolve(name));
    return suffix.isDone() ? Optional.empty() : Optional.of(suffix);
  }

  /** What is still to be submitted again, oldest first. */
  public List<DivergedSuffix> pending() throws IOException {
    List<DivergedSuffix> pending = new ArrayList<>();
    for (Path file : LogArchive.in(path)) {
      try {
        DivergedCursor.read(cursorOf(file), file)
            .filter(suffix -> !suffix.isDone())
            .ifPresent(pending::add);
      } catch (IOException e) {
        LOG.warn("cannot read how far {} was submitted: {}", file, e.getMessage());
      }
    }
    return pending;
  }

  /**
   * The next entries of an archive, in order, as many as are submitted at once; none at its end.
   *
   * @throws DamagedFileException if the archive is damaged
   */
  public synchronized List<LogEntry> read(DivergedSuffix suffix) throws IOException {
    Path file = path.resolve(suffix.name());
    try (FileChannel channel = FileChannel.open(file, READ)) {
      SegmentHeader header = SegmentHeader.read(channel, file);
      boolean goesOn = place.name().equals(suffix.name()) && place.index() <= suffix.next();
      long index = goesOn ? place.index() : header.base().index() + 1;
      long offset = goesOn ? place.offset() : SegmentHeader.BYTES;
      FrameReader frames = new FrameReader(channel, header.tag(), offset, channel.size());
      return readFrom(frames, index, suffix, file);
    }
  }

  private List<LogEntry> readFrom(FrameReader frames, long first, DivergedSuffix suffix, Path file)
      throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    long bytes = 0;
    for (long index = first; index <= suffix.upTo(); index++) {
      LogEntry entry = next(frames, file);
      if (entry == null) {
        break;
      }
      if (entry.index() != index) {
        throw new DamagedFileException(
            file, "entry %d stands where %d belongs".formatted(entry.index(), index));
      }
      if (entry.index() >= suffix.next()) {
        bytes += entry.frame().size();
        boolean isFull = entries.size() == ENTRIES_AT_ONCE || bytes > BYTES_AT_ONCE;
        if (isFull && !entries.isEmpty()) {
          break;
        }
        entries.add(entry);
      }
      place = new Place(suffix.name(), index + 1, frames.offset());
    }
    return entries;
  }

  private static @Nullable LogEntry next(FrameReader frames, Path file) throws IOException {
    try {
      return frames.next();
    } catch (LogEntry.MalformedFrameException e) {
      throw new DamagedFileException(file, String.valueOf(e.getMessage()));
    }
  }

  /** Keeps how far it has been submitted, and what was left aside on the way. Durable on return. */
  public void save(DivergedSuffix suffix, List<LeftAside> aside) throws IOException {
    if (!aside.isEmpty()) {
      String lines =
          aside.stream()
              .map(
                  a ->
                      "entry %d of epoch %d: %s%n"
                          .formatted(a.origin().index(), a.origin().epoch().number(), a.why()))
              .collect(Collectors.joining());
      Path report = path.resolve(suffix.name() + REPORT_SUFFIX);
      try (FileChannel channel = FileChannel.open(report, CREATE, APPEND)) {
        ByteBuffer bytes = UTF_8.encode(lines);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
    }
    writeCursor(suffix);
  }

  private void writeCursor(DivergedSuffix suffix) throws IOException {
    DurableFiles.replace(
        path, suffix.name() + DivergedCursor.SUFFIX, DivergedCursor.encode(suffix));
  }

  private static Path cursorOf(Path archive) {
    return archive.resolveSibling(archive.getFileName() + DivergedCursor.SUFFIX);
  }

  /** All archives, oldest first. Reads them whole; one that is damaged says so. */
  public List<Summary> summaries() throws IOException {
    List<Summary> summaries = new ArrayList<>();
    for (Path file : LogArchive.in(path)) {
      summaries.add(summaryOf(file));
    }
    return summaries;
  }

  private static Summary summaryOf(Path file) {
    LogPosition[] last = {LogPosition.START};
    try {
      LogPosition after = LogArchive.read(file, entry -> last[0] = entry.position());
      Optional<DivergedSuffix> suffix = DivergedCursor.read(cursorOf(file), file);
      return new Summary(
          file,
          after,
          last[0].index() == 0 ? after : last[0],
          suffix.map(s -> s.next() - 1 - after.index()).orElse(0L),
          suffix.map(s -> s.upTo() - after.index()).orElse(0L),
          report(file),
          "");
    } catch (IOException e) {
      LogPosition none = LogPosition.START;
      return new Summary(file, none, none, 0, 0, report(file), String.valueOf(e.getMessage()));
    }
  }

  private static List<String> report(Path archive) {
    try {
      return DurableFiles.readLines(archive.resolveSibling(archive.getFileName() + REPORT_SUFFIX));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      return List.of("the report cannot be read: " + e.getMessage());
    }
  }
}
