package io.jmessage.server.replication.failstop.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

  private static final ByteString CONFIG = ByteString.copyFromUtf8("the newest Config");

  @TempDir private Path directory;

  @Test
  void isEmpty_whenThereIsNone() throws IOException {
    assertThat(latest()).isEmpty();
  }

  @Test
  void givesBackWhatCame() throws IOException {
    byte[] data = random(1_000_000, 60);

    SnapshotFile received = receive(position(1, 4711), data);

    for (SnapshotFile snapshot : new SnapshotFile[] {received, latest().orElseThrow()}) {
      assertThat(snapshot.position()).isEqualTo(position(1, 4711));
      assertThat(snapshot.newestConfig()).isEqualTo(CONFIG);
      assertThat(snapshot.newestConfigIndex()).isEqualTo(42);
      assertThat(snapshot.dataBytes()).isEqualTo(data.length);
      assertThat(read(snapshot)).isEqualTo(data);
    }
    assertThat(directory.resolve("00000000000000004711-0000000000000063.snapshot")).exists();
  }

  @Test
  void keepsEmptyData() throws IOException {
    receive(position(1, 1), new byte[0]);

    assertThat(read(latest().orElseThrow())).isEmpty();
  }

  @Test
  void endsWithTheData_whenReadByteByByte() throws IOException {
    receive(position(1, 1), new byte[] {1, 2, -1});

    try (InputStream in = latest().orElseThrow().open()) {
      assertThat(in.read()).isEqualTo(1);
      assertThat(in.skip(1)).isEqualTo(1);
      assertThat(in.read()).isEqualTo(255);
      assertThat(in.available()).isZero();
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  /** So that a server that is busy can rest between them, and one that ends need not wait. */
  @Test
  void asksBeforeEachBlockThatItReadsBack_ownSnapshot() throws IOException {
    AtomicInteger asked = new AtomicInteger();
    try (SnapshotFile.Writer writer = SnapshotFile.receive(directory, position(1, 7), CONFIG, 42)) {
      writer.stream().write(random(1_000_000, 62));
      writer.commit(asked::incrementAndGet);
    }

    assertThat(asked).hasValue(4);
  }

  @Test
  void leavesNothingBehind_whenToldToGiveUpWhileItReadsBack() throws IOException {
    try (SnapshotFile.Writer writer = SnapshotFile.receive(directory, position(1, 7), CONFIG, 42)) {
      writer.stream().write(random(1_000_000, 63));
      assertThatThrownBy(
              () ->
                  writer.commit(
                      () -> {
                        throw new IllegalStateException("the server ends");
                      }))
          .hasMessage("the server ends");
    }

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void takesAStatemachinesOwnSnapshot() throws IOException {
    byte[] data = random(10_000, 61);
    try (SnapshotFile.Writer writer = SnapshotFile.receive(directory, position(1, 7), CONFIG, 42)) {
      writer.stream().write(data[0]);
      writer.stream().write(data, 1, data.length - 1);
      writer.commit(() -> {});
    }

    assertThat(read(latest().orElseThrow())).isEqualTo(data);
  }

  /** I9: what there was goes only after its successor is in place. */
  @Test
  void i9_keepsTheOldSnapshot_whenTheNewOneDoesNotArriveWhole() throws IOException {
    byte[] old = random(1000, 62);
    receive(position(1, 10), old);
    byte[] data = random(1000, 63);
    ByteString sha = sha(data);

    assertRefused(data, 1001, sha, "got 1000 of 1001 bytes, checksum right");
    assertRefused(Arrays.copyOf(data, 999), 1000, sha, "got 999 of 1000 bytes, checksum wrong");
    data[500]++;
    assertRefused(data, 1000, sha, "got 1000 of 1000 bytes, checksum wrong");

    SnapshotFile latest = latest().orElseThrow();
    assertThat(latest.position()).isEqualTo(position(1, 10));
    assertThat(read(latest)).isEqualTo(old);
    assertThat(Directories.files(directory)).hasSize(1);
  }

  /** I9: a log that has not been reset yet still stands on the older one. */
  @Test
  void i9_keepsOlderSnapshots_untilToldOtherwise() throws IOException {
    byte[] older = random(10, 64);
    byte[] newer = random(10, 65);
    receive(position(1, 30), older);
    receive(position(2, 20), newer); // Of the newer epoch, though the index is lower.

    assertThat(read(SnapshotFile.at(directory, position(1, 30)).orElseThrow())).isEqualTo(older);
    assertThat(read(latest().orElseThrow())).isEqualTo(newer);
    assertThat(SnapshotFile.at(directory, position(1, 20))).isEmpty();

    SnapshotFile.keepOnly(directory, position(2, 20));
    assertThat(SnapshotFile.at(directory, position(1, 30))).isEmpty();
    assertThat(read(latest().orElseThrow())).isEqualTo(newer);
  }

  @Test
  void keepsTwoThatArriveAtOnceApart() throws IOException {
    byte[] one = random(1000, 67);
    byte[] other = random(1000, 68);
    try (SnapshotFile.Writer first = writer(position(1, 1));
        SnapshotFile.Writer second = writer(position(1, 2))) {
      first.write(ByteString.copyFrom(one));
      second.write(ByteString.copyFrom(other));
      first.commit(1000, sha(one));
      second.commit(1000, sha(other));
    }

    assertThat(read(SnapshotFile.at(directory, position(1, 1)).orElseThrow())).isEqualTo(one);
    assertThat(read(SnapshotFile.at(directory, position(1, 2)).orElseThrow())).isEqualTo(other);
  }

  @Test
  void saysDamaged_whenAnyByteIsWrongOrMissing() throws IOException {
    receive(position(1, 10), random(50, 69));
    Path file = Directories.files(directory).get(0);
    byte[] whole = Files.readAllBytes(file);

    for (int i = 0; i < whole.length; i++) {
      Directories.flipBit(file, 8L * i);
      String what = "byte " + i;
      // A wrong format number is told as that.
      assertThatThrownBy(this::latest).as(what).isInstanceOf(IOException.class);
      Files.write(file, Arrays.copyOf(whole, i));
      assertThatThrownBy(this::latest).as("cut %d", i).isInstanceOf(DamagedFileException.class);
      Files.write(file, whole);
    }
  }

  @Test
  void keepsTwoOfOneIndexApart_whenTheyAreOfTwoHistories() throws IOException {
    byte[] one = random(100, 70);
    byte[] other = random(100, 71);
    LogPosition here = new LogPosition(position(1, 1).epoch(), 5, 1);
    LogPosition there = new LogPosition(position(1, 1).epoch(), 5, 2);
    receive(here, one);
    receive(there, other);

    assertThat(read(SnapshotFile.at(directory, here).orElseThrow())).isEqualTo(one);
    SnapshotFile.delete(directory, here);
    assertThat(SnapshotFile.at(directory, here)).isEmpty();
    assertThat(read(SnapshotFile.at(directory, there).orElseThrow())).isEqualTo(other);
  }

  @Test
  void passesOverADamagedHeader_whenAnotherSnapshotIsThere() throws IOException {
    receive(position(1, 10), random(50, 72));
    receive(position(1, 20), random(50, 73));
    Directories.flipBit(Directories.files(directory).get(1), 8L * 30);
    List<DamagedFileException> damaged = new ArrayList<>();

    assertThat(SnapshotFile.in(directory, damaged::add))
        .extracting(SnapshotFile::position)
        .containsExactly(position(1, 10));
    assertThat(damaged).hasSize(1);
  }

  /** The newest, read as a whole. */
  private Optional<SnapshotFile> latest() throws IOException {
    List<DamagedFileException> damaged = new ArrayList<>();
    List<SnapshotFile> all = SnapshotFile.in(directory, damaged::add);
    if (!damaged.isEmpty()) {
      throw damaged.get(0);
    }
    return all.isEmpty() ? Optional.empty() : SnapshotFile.at(directory, all.get(0).position());
  }

  private void assertRefused(byte[] data, long bytes, ByteString sha, String message)
      throws IOException {
    try (SnapshotFile.Writer writer = writer(position(1, 20))) {
      writer.write(ByteString.copyFrom(data));
      assertThatThrownBy(() -> writer.commit(bytes, sha))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(message);
    }
  }

  private SnapshotFile.Writer writer(LogPosition position) throws IOException {
    return SnapshotFile.receive(directory, position, CONFIG, 42);
  }

  private SnapshotFile receive(LogPosition position, byte[] data) throws IOException {
    try (SnapshotFile.Writer writer = writer(position)) {
      for (int from = 0; from < data.length; from += 70_000) {
        int to = Math.min(data.length, from + 70_000);
        writer.write(ByteString.copyFrom(data, from, to - from));
      }
      return writer.commit(data.length, sha(data));
    }
  }

  private static byte[] read(SnapshotFile snapshot) throws IOException {
    try (InputStream in = snapshot.open()) {
      return in.readAllBytes();
    }
  }

  private static byte[] random(int bytes, long seed) {
    byte[] data = new byte[bytes];
    new SplittableRandom(seed).nextBytes(data);
    return data;
  }

  private static ByteString sha(byte[] data) {
    try {
      return ByteString.copyFrom(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static LogPosition position(long epoch, long index) {
    return new LogPosition(new Epoch(epoch, new Address("localhost", 2626)), index, 99);
  }
}
