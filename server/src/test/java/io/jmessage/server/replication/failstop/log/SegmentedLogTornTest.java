package io.jmessage.server.replication.failstop.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A power cut while batches are written: each page of what was not synced reached the disk or did
 * not, by chance. Whatever survives, the log opens, has all that was synced, and no gap.
 */
class SegmentedLogTornTest {

  private static final int SEGMENT = 64 << 10;
  private static final int PAGE = 4 << 10;
  private static final int SECTOR = 512;
  private static final int CUTS = 40;

  @TempDir private Path temporary;

  /** What the newest file held when the last sync had returned, and at every moment since. */
  private record History(
      Path newest, List<byte[]> moments, List<LogEntry> synced, List<LogEntry> all) {}

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8, 16, 32, 64})
  void keepsWhatWasSyncedAndNoGap_whenPagesOfABatchAreLost(int batch) throws IOException {
    check(batch, PAGE, 1000 + batch, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 64})
  void keepsWhatWasSyncedAndNoGap_whenSectorsOfABatchAreLost(int batch) throws IOException {
    check(batch, SECTOR, 2000 + batch, 3);
  }

  /** The batch goes over into a new file, whose first pages are lost. */
  @Test
  void keepsWhatWasSyncedAndNoGap_whenTheBatchBeganANewSegment() throws IOException {
    check(64, SECTOR, 3000, 40);
  }

  private void check(int batch, int pageBytes, long seed, int syncedBatches) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    Path original = Files.createDirectory(temporary.resolve("log"));
    History history = write(original, batch, syncedBatches, random);
    int shorter = 0;
    for (int cut = 0; cut < CUTS; cut++) {
      Path state = Directories.copy(original, temporary.resolve("cut " + cut));
      Path newest = state.resolve(history.newest().getFileName().toString());
      Files.write(newest, survivors(history.moments(), pageBytes, random));
      List<LogEntry> found = open(state);
      assertThat(found).as("cut %d", cut).startsWith(history.synced().toArray(LogEntry[]::new));
      assertThat(found).as("cut %d", cut).isEqualTo(history.all().subList(0, found.size()));
      shorter += found.size() < history.all().size() ? 1 : 0;
      goesOn(state, found);
    }
    assertThat(shorter).as("cuts that lost something").isPositive();
  }

  /** Some batches that were synced, then one that was not, each entry of some 100 to 500 bytes. */
  private static History write(
      Path directory, int batch, int syncedBatches, SplittableRandom random) throws IOException {
    List<LogEntry> all = new ArrayList<>();
    List<byte[]> moments = new ArrayList<>();
    try (SegmentedLog log = SegmentedLog.open(directory, SEGMENT, entry -> {})) {
      for (int i = 0; i < syncedBatches; i++) {
        append(log, batch, random, all);
        log.sync();
      }
      List<LogEntry> synced = List.copyOf(all);
      Path newest = newest(directory);
      byte[] marked = Files.readAllBytes(newest);
      append(log, batch, random, all);
      if (!newest(directory).equals(newest)) {
        newest = newest(directory);
        byte[] empty = new byte[SEGMENT];
        System.arraycopy(Files.readAllBytes(newest), 0, empty, 0, SegmentHeader.BYTES);
        moments.add(empty);
      } else {
        moments.add(withoutLastMark(marked));
        moments.add(marked);
      }
      moments.add(Files.readAllBytes(newest));
      // What the close does is not part of this history: the directory is overwritten.
      return new History(newest, moments, synced, all);
    }
  }

  private static void append(
      SegmentedLog log, int count, SplittableRandom random, List<LogEntry> all) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    LogPosition last = log.last();
    for (int i = 0; i < count; i++) {
      LogEntry entry = Entries.large(last, 60 + random.nextInt(400));
      entries.add(entry);
      last = entry.position();
    }
    log.append(entries);
    all.addAll(entries);
  }

  private static byte[] withoutLastMark(byte[] marked) {
    byte[] bytes = marked.clone();
    int end = bytes.length;
    while (bytes[end - 1] == 0) {
      end--;
    }
    int mark = Math.max(0, end - SyncMark.BYTES);
    while (!SyncMark.isAt(
        ByteBuffer.wrap(marked), mark, ByteBuffer.wrap(marked).getInt(12), mark)) {
      mark++;
    }
    Arrays.fill(bytes, mark, mark + SyncMark.BYTES, (byte) 0);
    return bytes;
  }

  /** Each page as it was at one of the moments: the system writes back what it likes. */
  private static byte[] survivors(List<byte[]> moments, int pageBytes, SplittableRandom random) {
    byte[] disk = moments.get(0).clone();
    for (int at = 0; at < disk.length; at += pageBytes) {
      byte[] page = moments.get(random.nextInt(moments.size()));
      System.arraycopy(page, at, disk, at, Math.min(pageBytes, disk.length - at));
    }
    return disk;
  }

  private static Path newest(Path directory) throws IOException {
    List<Path> segments =
        Directories.files(directory).stream()
            .filter(file -> file.toString().endsWith(".log"))
            .toList();
    return segments.get(segments.size() - 1);
  }

  private static void goesOn(Path directory, List<LogEntry> found) throws IOException {
    List<LogEntry> expected = new ArrayList<>(found);
    try (SegmentedLog log = SegmentedLog.open(directory, SEGMENT, entry -> {})) {
      List<LogEntry> more = Entries.after(log.last(), 5, 36);
      log.append(more);
      log.sync();
      expected.addAll(more);
    }
    assertThat(open(directory)).isEqualTo(expected);
  }

  private static List<LogEntry> open(Path directory) throws IOException {
    List<LogEntry> found = new ArrayList<>();
    SegmentedLog.open(directory, SEGMENT, found::add).close();
    return found;
  }
}
