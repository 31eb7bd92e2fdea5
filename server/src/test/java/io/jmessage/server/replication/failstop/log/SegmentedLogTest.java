package io.jmessage.server.replication.failstop.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentedLogTest {

  private static final int SEGMENT = 4 << 10;
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir private Path directory;

  @Test
  void startsEmpty_whenTheDirectoryIsNew() throws IOException {
    try (SegmentedLog log = open()) {
      assertThat(log.base()).isEqualTo(LogPosition.START);
      assertThat(log.last()).isEqualTo(LogPosition.START);
      assertThat(log.read(1, 10, ALL)).isEmpty();
    }
  }

  @Test
  void returnsEveryEntry_afterReopeningOverManySegments() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 1000, 1);
    try (SegmentedLog log = open()) {
      appendInBatches(log, entries, 7);
    }

    List<LogEntry> visited = new ArrayList<>();
    try (SegmentedLog log = SegmentedLog.open(directory, SEGMENT, visited::add)) {
      assertThat(visited).isEqualTo(entries);
      assertThat(log.last()).isEqualTo(entries.get(999).position());
      assertThat(readAll(log, 1)).isEqualTo(entries);
    }
    assertThat(segmentFiles()).hasSizeGreaterThan(10);
  }

  @Test
  void goesOn_afterReopening() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 400, 2);
    for (List<LogEntry> part : List.of(entries.subList(0, 33), entries.subList(33, 400))) {
      try (SegmentedLog log = open()) {
        appendInBatches(log, part, 50);
      }
    }

    try (SegmentedLog log = open()) {
      assertThat(readAll(log, 1)).isEqualTo(entries);
    }
  }

  @Test
  void readsFromDisk_whenTheCacheHoldsOnlyNewerEntries() throws IOException {
    try (SegmentedLog log = SegmentedLog.open(directory, 1 << 20, entry -> {})) {
      LogEntry first = Entries.large(LogPosition.START, 100_000);
      log.append(List.of(first));
      LogPosition last = first.position();
      for (int i = 0; i < 40; i++) {
        LogEntry entry = Entries.large(last, 1_000_000);
        log.append(List.of(entry));
        last = entry.position();
      }
      log.sync();

      assertThat(log.read(1, 1, ALL)).containsExactly(first);
      assertThat(log.read(1, 41, 2_500_000)).isNotEmpty().first().isEqualTo(first);
      assertThat(log.read(41, 41, ALL)).extracting(LogEntry::position).containsExactly(last);
      assertThat(readAll(log, 1)).hasSize(41);
    }
  }

  @Test
  void writesAnEntryWhole_whenItIsLargerThanASegment() throws IOException {
    LogEntry small = Entries.large(LogPosition.START, 10);
    LogEntry large = Entries.large(small.position(), LogEntry.PAYLOAD_BYTES_MAX);
    LogEntry after = Entries.large(large.position(), 10);
    try (SegmentedLog log = open()) {
      log.append(List.of(small, large, after));
      log.sync();
    }

    try (SegmentedLog log = open()) {
      assertThat(readAll(log, 1)).containsExactly(small, large, after);
    }
  }

  @Test
  void readsAtLeastOneEntryAndNoMoreThanTheBound() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 100, 3);
    try (SegmentedLog log = open()) {
      appendInBatches(log, entries, 10);

      assertThat(log.read(5, 100, 0)).containsExactly(entries.get(4));
      int threeFrames = Entries.frameBytes(entries.subList(4, 7));
      assertThat(log.read(5, 100, threeFrames)).isEqualTo(entries.subList(4, 7));
      assertThat(log.read(5, 100, threeFrames - 1)).isEqualTo(entries.subList(4, 6));
      assertThat(log.read(5, 6, ALL)).isEqualTo(entries.subList(4, 6));
      assertThat(log.read(101, 200, ALL)).isEmpty();
    }
  }

  @Test
  void refusesEntries_whenTheyDoNotFollow() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 3, 4);
    List<LogEntry> others = Entries.after(LogPosition.START, 3, 5);
    try (SegmentedLog log = open()) {
      log.append(entries.subList(0, 1));

      for (List<LogEntry> bad :
          List.of(entries, entries.subList(2, 3), others.subList(1, 2), others)) {
        assertThatThrownBy(() -> log.append(bad))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("does not follow 1 of epoch 1@localhost:2626");
      }
      log.append(entries.subList(1, 3));
      assertThat(readAll(log, 1)).isEqualTo(entries);
    }
  }

  @Test
  void refusesEverything_onceTheDiskHasFailed() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 2, 6);
    SegmentedLog log = open();
    log.append(entries.subList(0, 1));
    log.sync();

    // An interrupted thread finds its channel closed under it: a failing disk, on demand.
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> log.append(entries.subList(1, 2))).isInstanceOf(IOException.class);
    assertThat(Thread.interrupted()).isTrue();

    assertThatThrownBy(log::sync).hasMessageContaining("the log failed before");
    assertThatThrownBy(() -> log.append(entries.subList(1, 2))).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> log.read(1, 1, ALL)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> log.truncateAfter(0)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> log.resetTo(LogPosition.START)).isInstanceOf(IOException.class);
    log.close();
    try (SegmentedLog reopened = open()) {
      assertThat(readAll(reopened, 1)).isEqualTo(entries.subList(0, 1));
    }
  }

  @Test
  void refusesEverything_onceClosed() throws IOException {
    SegmentedLog log = open();
    log.close();
    log.close();

    assertThatThrownBy(() -> log.read(1, 1, ALL)).hasMessage("the log is closed");
    assertThatThrownBy(log::sync).hasMessage("the log is closed");
  }

  @Test
  void forgetsTheSuffix_whenTruncatedAtAnyIndex() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 300, 7);
    try (SegmentedLog log = open()) {
      appendInBatches(log, entries, 50);
      for (int index : new int[] {300, 299, 230, 229, 100, 33, 32, 1, 0}) {
        log.truncateAfter(index);
        assertThat(log.last().index()).isEqualTo(index);
        assertThat(readAll(log, 1)).isEqualTo(entries.subList(0, index));
        assertThat(log.read(index + 1, 300, ALL)).isEmpty();
      }
      appendInBatches(log, entries, 50);
      log.truncateAfter(150);
    }

    try (SegmentedLog log = open()) {
      assertThat(readAll(log, 1)).isEqualTo(entries.subList(0, 150));
    }
  }

  @Test
  void takesAnotherHistory_afterATruncation() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 300, 8);
    List<LogEntry> others = Entries.after(entries.get(99).position(), 300, 9);
    try (SegmentedLog log = open()) {
      appendInBatches(log, entries, 50);
      log.truncateAfter(100);
      appendInBatches(log, others, 50);
    }

    try (SegmentedLog log = open()) {
      assertThat(readAll(log, 1)).isEqualTo(concat(entries.subList(0, 100), others));
    }
  }

  @Test
  void keepsSegmentsFullLength_afterATruncation() throws IOException {
    try (SegmentedLog log = open()) {
      appendInBatches(log, Entries.after(LogPosition.START, 300, 10), 50);
      log.truncateAfter(170);
    }

    for (Path file : segmentFiles()) {
      assertThat(file).hasSize(SEGMENT);
    }
  }

  @Test
  void startsAfterTheNewBase_whenReset() throws IOException {
    LogPosition base = new LogPosition(Entries.EPOCH, 5000, 42);
    List<LogEntry> entries = Entries.after(base, 300, 11);
    try (SegmentedLog log = open()) {
      appendInBatches(log, Entries.after(LogPosition.START, 300, 12), 50);
      log.resetTo(base);

      assertThat(log.base()).isEqualTo(base);
      assertThat(log.last()).isEqualTo(base);
      assertThat(log.read(5001, 6000, ALL)).isEmpty();
      assertThatThrownBy(() -> log.read(5000, 5000, ALL))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the log starts after 5000 of epoch 1@localhost:2626");
      appendInBatches(log, entries, 50);
    }

    try (SegmentedLog log = open()) {
      assertThat(log.base()).isEqualTo(base);
      assertThat(readAll(log, 5001)).isEqualTo(entries);
    }
  }

  @Test
  void resetsToABaseInsideTheOldLog() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 300, 13);
    LogPosition base = entries.get(0).position();
    try (SegmentedLog log = open()) {
      appendInBatches(log, entries, 50);
      log.resetTo(LogPosition.START);
      appendInBatches(log, entries.subList(0, 10), 10);
      log.resetTo(base);
      appendInBatches(log, entries.subList(1, 10), 10);
    }

    try (SegmentedLog log = open()) {
      assertThat(log.base()).isEqualTo(base);
      assertThat(readAll(log, 2)).isEqualTo(entries.subList(1, 10));
    }
  }

  @Test
  void dropsWholeSegmentsFromTheFront_asFarAsTold() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 300, 21);
    try (SegmentedLog log = open()) {
      appendInBatches(log, entries, 50);
      int segments = segmentFiles().size();
      for (int index : new int[] {0, 10, 150, 150, 299, 300}) {
        log.dropUpTo(index);
        long base = log.base().index();
        assertThat(base).isBetween(Math.max(0L, index - 80L), (long) index);
        assertThat(log.read(base + 1, 300, 1)).containsExactly(entries.get((int) base));
      }
      assertThat(segmentFiles().size()).isLessThan(segments);
      assertThat(log.last()).isEqualTo(entries.get(299).position());
    }

    List<LogEntry> found = new ArrayList<>();
    try (SegmentedLog log = SegmentedLog.open(directory, SEGMENT, found::add)) {
      int base = (int) log.base().index();
      assertThat(base).isPositive();
      assertThat(found).isEqualTo(entries.subList(base, 300));
      appendInBatches(log, Entries.after(log.last(), 100, 22), 50);
    }
  }

  @Test
  void tellsThePositionOfEveryIndex() throws IOException {
    LogPosition base = new LogPosition(Entries.EPOCH, 70, 42);
    List<LogEntry> entries = Entries.after(base, 100, 14);
    try (SegmentedLog log = open()) {
      log.resetTo(base);
      appendInBatches(log, entries, 50);

      assertThat(log.positionAt(70)).isEqualTo(base);
      assertThat(log.positionAt(71)).isEqualTo(entries.get(0).position());
      assertThat(log.positionAt(170)).isEqualTo(entries.get(99).position());
      for (long outside : new long[] {0, 69, 171}) {
        assertThatThrownBy(() -> log.positionAt(outside))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  /** I9: the copy is there, whole, before anything is removed; the log itself does not change. */
  @Test
  void i9_archivesTheSuffix() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 300, 15);
    Path archive = directory.resolve("suffix.diverged");
    try (SegmentedLog log = open()) {
      appendInBatches(log, entries, 50);
      log.archiveAfter(120, archive);
      log.archiveAfter(120, archive);

      assertThat(readAll(log, 1)).isEqualTo(entries);
    }
    List<LogEntry> archived = new ArrayList<>();
    assertThat(LogArchive.read(archive, archived::add)).isEqualTo(entries.get(119).position());
    assertThat(archived).isEqualTo(entries.subList(120, 300));
  }

  @Test
  void keepsAnArchive_whenAnotherShallTakeItsName() throws IOException {
    Path archive = directory.resolve("suffix.diverged");
    try (SegmentedLog log = open()) {
      appendInBatches(log, Entries.after(LogPosition.START, 30, 16), 50);
      log.archiveAfter(12, archive);
      byte[] before = Files.readAllBytes(archive);

      assertThatThrownBy(() -> log.archiveAfter(13, archive))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("holds another archive");
      assertThat(Files.readAllBytes(archive)).isEqualTo(before);
    }
  }

  @Test
  void saysThatAnArchiveIsDamaged_whenItEndsEarly() throws IOException {
    Path archive = directory.resolve("suffix.diverged");
    try (SegmentedLog log = open()) {
      appendInBatches(log, Entries.after(LogPosition.START, 30, 17), 50);
      log.archiveAfter(12, archive);
    }
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(whole, whole.length - 1));

    assertThatThrownBy(() -> LogArchive.read(archive, entry -> {}))
        .isInstanceOf(DamagedLogException.class);
  }

  @Test
  void givesReadersWholeHistories_whileItIsWrittenTo() throws Exception {
    List<LogEntry> entries = Entries.after(LogPosition.START, 5000, 18);
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try (SegmentedLog log = open()) {
      Future<List<LogEntry>> read = reader.submit(() -> readUntil(log, 5000));
      appendInBatches(log, entries, 20);

      assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo(entries);
    } finally {
      reader.shutdownNow();
    }
  }

  @Test
  void survivesAnInterruptedReader() throws Exception {
    List<LogEntry> entries = Entries.after(LogPosition.START, 2, 19);
    try (SegmentedLog log = open()) {
      log.append(entries.subList(0, 1));
      Thread reader =
          new Thread(
              () -> {
                Thread.currentThread().interrupt();
                try {
                  new Segment(segmentFiles().get(0), SegmentHeader.withoutMarks(LogPosition.START))
                      .endOf(1);
                } catch (IOException | RuntimeException e) {
                  // What the reader gets does not matter here.
                }
              });
      reader.start();
      reader.join();

      log.append(entries.subList(1, 2));
      log.sync();
      assertThat(readAll(log, 1)).isEqualTo(entries);
    }
  }

  @Test
  void refusesSegments_whenTheirSizeIsOutOfBounds() {
    for (int bytes : new int[] {0, 4095, (1 << 30) + 1}) {
      assertThatThrownBy(() -> SegmentedLog.open(directory, bytes, entry -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected 4 KiB to 1 GiB, got " + bytes);
    }
  }

  @Test
  void leavesNoTemporaryFile_whenClosed() throws IOException {
    try (SegmentedLog log = open()) {
      appendInBatches(log, Entries.after(LogPosition.START, 1000, 20), 7);
    }

    assertThat(Directories.files(directory)).noneMatch(file -> file.toString().endsWith(".tmp"));
  }

  private SegmentedLog open() throws IOException {
    return SegmentedLog.open(directory, SEGMENT, entry -> {});
  }

  private List<Path> segmentFiles() throws IOException {
    return Directories.files(directory).stream()
        .filter(file -> file.toString().endsWith(".log"))
        .toList();
  }

  private static void appendInBatches(SegmentedLog log, List<LogEntry> entries, int batch)
      throws IOException {
    for (int from = 0; from < entries.size(); from += batch) {
      log.append(entries.subList(from, Math.min(entries.size(), from + batch)));
      log.sync();
    }
  }

  private static List<LogEntry> readAll(SegmentedLog log, long from) throws IOException {
    List<LogEntry> all = new ArrayList<>();
    long next = from;
    while (next <= log.last().index()) {
      List<LogEntry> part = log.read(next, log.last().index(), 1 << 20);
      assertThat(part).isNotEmpty();
      all.addAll(part);
      next += part.size();
    }
    return all;
  }

  private static List<LogEntry> readUntil(SegmentedLog log, long index) throws IOException {
    List<LogEntry> all = new ArrayList<>();
    while (all.size() < index) {
      all.addAll(log.read(all.size() + 1, index, 1000));
    }
    return all;
  }

  private static List<LogEntry> concat(List<LogEntry> one, List<LogEntry> other) {
    List<LogEntry> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }
}
