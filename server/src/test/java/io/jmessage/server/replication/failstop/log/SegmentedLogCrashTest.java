package io.jmessage.server.replication.failstop.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crash leaves at any moment: whatever was synced is found, and the log goes on. */
class SegmentedLogCrashTest {

  private static final int SEGMENT = 4 << 10;

  @TempDir private Path temporary;
  private Path directory;

  @BeforeEach
  void createDirectory() throws IOException {
    directory = Files.createDirectory(temporary.resolve("log"));
  }

  @Test
  void findsAllThatWasSynced_whenTheFileEndsAtAnyByteOfTheLastWrite() throws IOException {
    checkEveryCut(false);
  }

  @Test
  void findsAllThatWasSynced_whenZerosFollowAnyByteOfTheLastWrite() throws IOException {
    checkEveryCut(true);
  }

  /** A crash before the first entry of a new segment, or in the middle of its first write. */
  @Test
  void findsAllThatWasSynced_whenTheWriteThatWasTornBeganANewSegment() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 60, 30);
    write(entries);
    List<Path> files = Directories.files(directory);
    assertThat(files).hasSize(2);
    int firstInNewest = Integer.parseInt(files.get(1).getFileName().toString().substring(0, 20));
    int written = Entries.frameBytes(entries.subList(firstInNewest - 1, 60));
    byte[] whole = Files.readAllBytes(files.get(1));

    for (int cut = 0; cut < Math.min(written, 200); cut++) {
      byte[] torn = Arrays.copyOf(whole, SEGMENT);
      Arrays.fill(torn, SegmentHeader.BYTES + cut, SEGMENT, (byte) 0);
      Files.write(files.get(1), torn);
      List<LogEntry> found = open(directory);
      assertThat(found).as("cut %d", cut).hasSizeGreaterThanOrEqualTo(firstInNewest - 1);
      assertThat(entries).as("cut %d", cut).startsWith(found.toArray(LogEntry[]::new));
    }
  }

  @Test
  void keepsOldOrNewLog_whenAResetIsInterruptedAfterAnyStep() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 200, 31);
    LogPosition base = new LogPosition(Entries.EPOCH, 5000, 42);
    write(entries);

    List<Path> states = statesDuring(log -> log.resetTo(base));

    assertThat(states).hasSizeGreaterThan(5);
    boolean isNew = false;
    for (Path state : states) {
      List<LogEntry> found = open(state);
      try (SegmentedLog log = SegmentedLog.open(state, SEGMENT, entry -> {})) {
        assertThat(log.base()).as(state.toString()).isIn(LogPosition.START, base);
        // Once the new log is there, the old one does not come back.
        assertThat(isNew && log.base().equals(LogPosition.START)).isFalse();
        isNew = log.base().equals(base);
        assertThat(found).as(state.toString()).isEqualTo(isNew ? List.of() : entries);
      }
      goesOn(state);
    }
    assertThat(isNew).isTrue();
  }

  @Test
  void keepsTheOldLog_whenAnInterruptedResetHadNotTakenItsName() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 20, 32);
    write(entries);
    Files.write(directory.resolve("next.tmp"), new byte[100]);

    assertThat(open(directory)).isEqualTo(entries);
    assertThat(directory.resolve("next.tmp")).doesNotExist();
  }

  @Test
  void keepsAPrefix_whenATruncationIsInterruptedAfterAnyStep() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 300, 33);
    write(entries);

    List<Path> states = statesDuring(log -> log.truncateAfter(70));

    assertThat(states).hasSizeGreaterThan(4);
    int size = 300;
    for (Path state : states) {
      List<LogEntry> found = open(state);
      assertThat(found.size()).as(state.toString()).isBetween(70, size);
      size = found.size();
      assertThat(found).as(state.toString()).isEqualTo(entries.subList(0, size));
      goesOn(state);
    }
    assertThat(size).isEqualTo(70);
  }

  @Test
  void keepsASuffix_whenDroppingFromTheFrontIsInterruptedAfterAnyStep() throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, 300, 37);
    write(entries);

    List<Path> states = statesDuring(log -> log.dropUpTo(250));

    assertThat(states).hasSizeGreaterThan(3);
    int size = 300;
    for (Path state : states) {
      List<LogEntry> found = open(state);
      assertThat(found.size()).as(state.toString()).isBetween(50, size);
      size = found.size();
      assertThat(found).as(state.toString()).isEqualTo(entries.subList(300 - size, 300));
      goesOn(state);
    }
    assertThat(size).isLessThan(150);
  }

  private void checkEveryCut(boolean zerosFollow) throws IOException {
    List<LogEntry> synced = Entries.after(LogPosition.START, 10, 34);
    List<LogEntry> batch = Entries.after(synced.get(9).position(), 5, 35);
    write(synced);
    write(batch);
    Path file = directory.resolve("00000000000000000001.log");
    byte[] whole = Files.readAllBytes(file);
    int batchStart = SegmentHeader.BYTES + Entries.frameBytes(synced) + SyncMark.BYTES;

    for (int cut = batchStart; cut <= batchStart + Entries.frameBytes(batch); cut++) {
      byte[] torn = Arrays.copyOf(whole, zerosFollow ? SEGMENT : cut);
      Arrays.fill(torn, cut, torn.length, (byte) 0);
      Files.write(file, torn);
      List<LogEntry> found = open(directory);
      assertThat(found).as("cut %d", cut).startsWith(synced.toArray(LogEntry[]::new));
      int inBatch = found.size() - 10;
      assertThat(found.subList(10, found.size()))
          .as("cut %d", cut)
          .isEqualTo(batch.subList(0, inBatch));
      assertThat(inBatch).as("cut %d", cut).isEqualTo(wholeFrames(batch, cut - batchStart, torn));
      assertThat(file).hasSize(SEGMENT);
      goesOn(directory);
    }
  }

  /**
   * How many frames of the batch are whole; trailing zeros of a frame need not have been written.
   */
  private static int wholeFrames(List<LogEntry> batch, int bytes, byte[] torn) {
    int end = 0;
    int count = 0;
    for (LogEntry entry : batch) {
      byte[] frame = entry.frame().toByteArray();
      end += frame.length;
      int significant = frame.length;
      while (torn.length == SEGMENT && frame[significant - 1] == 0) {
        significant--;
      }
      if (end - (frame.length - significant) > bytes) {
        break;
      }
      count++;
    }
    return count;
  }

  private List<Path> statesDuring(LogChange change) throws IOException {
    List<Path> states = new ArrayList<>();
    states.add(Directories.copy(directory, temporary.resolve("0 before")));
    try (SegmentedLog log =
        SegmentedLog.open(
            directory,
            SEGMENT,
            entry -> {},
            step ->
                states.add(
                    Directories.copy(directory, temporary.resolve(states.size() + " " + step))))) {
      change.run(log);
    }
    return states;
  }

  private static void goesOn(Path directory) throws IOException {
    List<LogEntry> more;
    try (SegmentedLog log = SegmentedLog.open(directory, SEGMENT, entry -> {})) {
      more = Entries.after(log.last(), 5, 36);
      log.append(more);
      log.sync();
    }
    List<LogEntry> found = open(directory);
    assertThat(found).endsWith(more.toArray(LogEntry[]::new));
  }

  private void write(List<LogEntry> entries) throws IOException {
    try (SegmentedLog log = SegmentedLog.open(directory, SEGMENT, entry -> {})) {
      log.append(entries);
      log.sync();
    }
  }

  private static List<LogEntry> open(Path directory) throws IOException {
    List<LogEntry> found = new ArrayList<>();
    SegmentedLog.open(directory, SEGMENT, found::add).close();
    return found;
  }

  private interface LogChange {
    void run(SegmentedLog log) throws IOException;
  }
}
