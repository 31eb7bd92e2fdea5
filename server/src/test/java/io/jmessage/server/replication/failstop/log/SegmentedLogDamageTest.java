package io.jmessage.server.replication.failstop.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage is not shortness: it is told, and nothing is cut. */
class SegmentedLogDamageTest {

  private static final int SEGMENT = 4 << 10;
  private static final String FIRST = "00000000000000000001.log";

  @TempDir private Path directory;

  @Test
  void saysDamaged_whenAnyBitOfWhatWasSyncedIsWrong() throws IOException {
    List<LogEntry> entries = write(4, 40);
    int start = SegmentHeader.BYTES;
    int end =
        start + Entries.frameBytes(entries); // A mark follows: the last record is no exception.

    for (long bit = 8L * start; bit < 8L * end; bit++) {
      Directories.flipBit(directory.resolve(FIRST), bit);
      assertDamaged("bit " + bit);
      Directories.flipBit(directory.resolve(FIRST), bit);
    }
    assertThat(open()).isEqualTo(entries);
  }

  /**
   * The checksum of a segment that was left behind proves nothing about a tail; its end is known.
   */
  @Test
  void saysDamaged_whenAnyBitOfTheLastRecordOfAnOlderSegmentIsWrong() throws IOException {
    List<LogEntry> entries = write(100, 41);
    Path second = Directories.files(directory).get(1);
    int firstInSecond = Integer.parseInt(second.getFileName().toString().substring(0, 20));
    int end = SegmentHeader.BYTES + Entries.frameBytes(entries.subList(0, firstInSecond - 1));
    int start = end - entries.get(firstInSecond - 2).frame().size();

    for (long bit = 8L * start; bit < 8L * end; bit++) {
      Directories.flipBit(directory.resolve(FIRST), bit);
      assertDamaged("bit " + bit);
      Directories.flipBit(directory.resolve(FIRST), bit);
    }
  }

  @Test
  void saysDamaged_whenAnyBitOfAMarkIsWrongAndAnotherFollows() throws IOException {
    List<LogEntry> first = write(4, 52);
    append(Entries.after(first.get(3).position(), 4, 53));
    int start = SegmentHeader.BYTES + Entries.frameBytes(first);

    for (long bit = 8L * start; bit < 8L * (start + SyncMark.BYTES); bit++) {
      Directories.flipBit(directory.resolve(FIRST), bit);
      assertDamaged("bit " + bit);
      Directories.flipBit(directory.resolve(FIRST), bit);
    }
  }

  /** A mark that proves nothing of what follows it: no entry goes with it. */
  @Test
  void losesNoEntry_whenAnyBitOfTheLastMarkIsWrong() throws IOException {
    List<LogEntry> entries = write(4, 54);
    int start = SegmentHeader.BYTES + Entries.frameBytes(entries);
    Map<String, ByteBuffer> whole = Directories.content(directory);

    for (long bit = 8L * start; bit < 8L * (start + SyncMark.BYTES); bit++) {
      Directories.flipBit(directory.resolve(FIRST), bit);
      assertThat(open()).as("bit " + bit).isEqualTo(entries);
      Files.write(directory.resolve(FIRST), whole.get(FIRST).array());
    }
  }

  /**
   * The mark behind the last batch had not reached the disk at a power cut: nothing tells a spoiled
   * last record from a torn one, so it is cut. It is never read wrong.
   */
  @Test
  void neverReadsALastRecordWrong_whenNoMarkFollowsIt() throws IOException {
    List<LogEntry> entries = write(4, 42);
    int start = SegmentHeader.BYTES + Entries.frameBytes(entries.subList(0, 3));
    int end = start + entries.get(3).frame().size();
    Map<String, ByteBuffer> whole = Directories.content(directory);
    Arrays.fill(whole.get(FIRST).array(), end, end + SyncMark.BYTES, (byte) 0);
    Files.write(directory.resolve(FIRST), whole.get(FIRST).array());

    for (long bit = 8L * start; bit < 8L * end; bit++) {
      Directories.flipBit(directory.resolve(FIRST), bit);
      assertThat(open()).as("bit " + bit).isEqualTo(entries.subList(0, 3));
      Files.write(directory.resolve(FIRST), whole.get(FIRST).array());
    }
  }

  @Test
  void saysDamaged_whenAnyBitOfAHeaderThatCountsIsWrong() throws IOException {
    write(100, 43);
    for (Path file : Directories.files(directory)) {
      for (long bit = 0; bit < 8L * SegmentHeader.BYTES; bit += 7) {
        Directories.flipBit(file, bit);
        assertDamaged(file + " bit " + bit);
        Directories.flipBit(file, bit);
      }
    }
  }

  /** What lies behind the last mark was never known to be on the disk: nobody counts on it. */
  @Test
  void cutsWhatFollowsTheLastMark_whenItIsNoRecord() throws IOException {
    List<LogEntry> entries = write(4, 44);
    int end = SegmentHeader.BYTES + Entries.frameBytes(entries) + SyncMark.BYTES;
    ByteBuffer whole = Directories.content(directory).get(FIRST);

    for (long at : new long[] {end, end + 20L, SEGMENT - 1}) {
      Directories.flipBit(directory.resolve(FIRST), 8 * at);
      assertThat(open()).as("byte " + at).isEqualTo(entries);
      assertThat(Directories.content(directory).get(FIRST)).as("byte " + at).isEqualTo(whole);
    }
  }

  @Test
  void takesNoMarkForItsOwn_whenItIsOfAnotherFileOrPlace() throws IOException {
    List<LogEntry> entries = write(4, 55);
    int end = SegmentHeader.BYTES + Entries.frameBytes(entries);
    byte[] whole = Files.readAllBytes(directory.resolve(FIRST));
    byte[] mark = Arrays.copyOfRange(whole, end, end + SyncMark.BYTES);
    int tag = ByteBuffer.wrap(mark).getInt(4);
    byte[] ofAnotherFile = SyncMark.encode(tag + 1, end).array();
    Arrays.fill(whole, end - 3, end + SyncMark.BYTES, (byte) 0); // The last record is torn.

    for (byte[] foreign : List.of(mark, ofAnotherFile)) {
      byte[] torn = whole.clone();
      int at = foreign == mark ? end + 40 : end;
      System.arraycopy(foreign, 0, torn, at, SyncMark.BYTES);
      Files.write(directory.resolve(FIRST), torn);
      assertThat(open()).isEqualTo(entries.subList(0, 3));
    }
  }

  @Test
  void saysWhichVersionToStart_whenTheFormatIsOld() throws IOException {
    write(4, 56);
    byte[] bytes = Files.readAllBytes(directory.resolve(FIRST));
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putInt(8, 1);
    header.putInt(SegmentHeader.BYTES - 4, PositionCodec.crc(header, SegmentHeader.BYTES - 4));
    Files.write(directory.resolve(FIRST), bytes);

    assertThatThrownBy(this::open)
        .hasMessageContaining("log format 1, this version reads 2. Start the version of Jmessage");
  }

  @Test
  void saysDamaged_whenARecordIsZeroed() throws IOException {
    List<LogEntry> entries = write(4, 45);
    byte[] bytes = Files.readAllBytes(directory.resolve(FIRST));
    int start = SegmentHeader.BYTES + entries.get(0).frame().size();
    Arrays.fill(bytes, start, start + entries.get(1).frame().size(), (byte) 0);
    Files.write(directory.resolve(FIRST), bytes);

    assertDamaged("zeros at " + start);
  }

  @Test
  void saysDamaged_whenASegmentIsMissing() throws IOException {
    write(200, 46);
    List<Path> files = Directories.files(directory);
    assertThat(files).hasSizeGreaterThan(2);
    Files.delete(files.get(1));

    assertThatThrownBy(this::open)
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("but the segment before it ends at");
  }

  /** Each record is good by itself, but they are not one history (I3). */
  @Test
  void i3_saysDamaged_whenTheChainIsBroken() throws IOException {
    List<LogEntry> entries = write(3, 47);
    LogPosition other =
        new LogPosition(Entries.EPOCH, entries.get(2).index(), entries.get(2).chain() + 1);
    LogEntry foreign = Entries.after(other, 1, 48).get(0);
    byte[] bytes = Files.readAllBytes(directory.resolve(FIRST));
    foreign.frame().copyTo(bytes, SegmentHeader.BYTES + Entries.frameBytes(entries));
    Files.write(directory.resolve(FIRST), bytes);

    assertDamaged("chain");
    assertThatThrownBy(this::open).hasMessageContaining("does not continue the history before it");
  }

  @Test
  void tellsFileOffsetIndexAndRemedy() throws IOException {
    List<LogEntry> entries = write(4, 49);
    int offset = SegmentHeader.BYTES + entries.get(0).frame().size();
    Directories.flipBit(directory.resolve(FIRST), 8L * (offset + 12));

    assertThatThrownBy(this::open)
        .isInstanceOf(DamagedLogException.class)
        .hasMessageContaining(directory.resolve(FIRST) + ", byte " + offset)
        .hasMessageContaining("where entry 2 belongs: frame checksum differs, and a mark behind it")
        .hasMessageContaining(
            "Nothing was changed. Restore the data directory from a copy, or move");
  }

  @Test
  void showsTheGoodEntriesBeforeTheDamage() throws IOException {
    List<LogEntry> entries = write(4, 50);
    int offset = SegmentHeader.BYTES + Entries.frameBytes(entries.subList(0, 2));
    Directories.flipBit(directory.resolve(FIRST), 8L * (offset + 12));

    List<LogEntry> found = new ArrayList<>();
    assertThatThrownBy(() -> SegmentedLog.open(directory, SEGMENT, found::add))
        .isInstanceOf(DamagedLogException.class);
    assertThat(found).isEqualTo(entries.subList(0, 2));
  }

  @Test
  void takesLittleMemory_whenALengthIsWrong() throws IOException {
    List<LogEntry> entries = write(4, 51);
    byte[] bytes = Files.readAllBytes(directory.resolve(FIRST));
    int start = SegmentHeader.BYTES + entries.get(0).frame().size();
    for (int length : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 1, 0, 1 << 20}) {
      ByteBuffer.wrap(bytes).putInt(start, length);
      Files.write(directory.resolve(FIRST), bytes);

      assertDamaged("length " + length);
    }
  }

  @Test
  void refusesEverything_onceAReadHasFoundDamage() throws IOException {
    LogEntry first = Entries.large(LogPosition.START, 1000);
    try (SegmentedLog log = SegmentedLog.open(directory, 1 << 20, entry -> {})) {
      log.append(List.of(first));
      LogPosition last = first.position();
      for (int i = 0; i < 20; i++) { // More than the cache holds.
        LogEntry entry = Entries.large(last, 1_000_000);
        log.append(List.of(entry));
        last = entry.position();
      }
      log.sync();
      Directories.flipBit(directory.resolve(FIRST), 8L * (SegmentHeader.BYTES + 100));

      assertThatThrownBy(() -> log.read(1, 1, 1000))
          .isInstanceOf(DamagedLogException.class)
          .hasMessageContaining("it was good when written");
      assertThatThrownBy(log::sync).hasMessageContaining("the log is damaged");
      assertThatThrownBy(() -> log.read(20, 20, 1000)).hasMessageContaining("the log is damaged");
    }
  }

  private void assertDamaged(String what) throws IOException {
    Map<String, ByteBuffer> before = Directories.content(directory);
    assertThatThrownBy(this::open).as(what).isInstanceOf(DamagedFileException.class);
    assertThat(Directories.content(directory)).as(what).isEqualTo(before);
  }

  private List<LogEntry> write(int count, long seed) throws IOException {
    List<LogEntry> entries = Entries.after(LogPosition.START, count, seed);
    append(entries);
    return entries;
  }

  private void append(List<LogEntry> entries) throws IOException {
    try (SegmentedLog log = SegmentedLog.open(directory, SEGMENT, entry -> {})) {
      log.append(entries);
      log.sync();
    }
  }

  private List<LogEntry> open() throws IOException {
    List<LogEntry> found = new ArrayList<>();
    SegmentedLog.open(directory, SEGMENT, found::add).close();
    return found;
  }
}
