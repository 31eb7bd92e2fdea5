package io.jmessage.server.replication.failstop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.Config;
import io.jmessage.server.replication.failstop.core.ConfigAt;
import io.jmessage.server.replication.failstop.core.DurableState;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.log.DataDirectory;
import io.jmessage.server.replication.support.ListStateMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {

  private static final Epoch EPOCH = new Epoch(1, new Address("localhost", 2626));

  private static final long LOG_KEEP = 16 << 10;
  private static final Config CONFIG =
      new Config(EPOCH, List.of(), new TreeSet<>(), Optional.empty());

  @TempDir Path path;

  /** A crash after the cut and before the state was built anew, or a database back from before. */
  @Test
  void buildsTheStateAnew_whenItIsFromBeforeACut() throws IOException {
    List<LogEntry> entries = write(10);
    ListStateMachine state = applied(entries);
    try (Opened opened = new Opened()) {
      opened.storage().truncateAfter(6, 10);
    }

    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(state).applied()).isZero();
      assertThat(state.applied()).isEqualTo(LogPosition.START);
    }
  }

  @Test
  void isDamaged_whenTheLogHasLostWhatWasApplied() throws IOException {
    List<LogEntry> entries = write(10);
    ListStateMachine state = applied(entries);
    try (Opened opened = new Opened()) {
      opened.storage().truncateAfter(6, 10);
    }
    try (Stream<Path> archives = Files.list(path.resolve("diverged"))) {
      for (Path archive : archives.toList()) {
        Files.delete(archive);
      }
    }

    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(state).damage().orElseThrow())
          .contains("the log ends at 6 of epoch 1@localhost:2626, but entries up to 10");
      assertThat(state.applied().index()).isEqualTo(10);
    }
  }

  /** The database may be gone, too: then nothing else tells that there was a log. */
  @Test
  void isDamaged_whenTheLogIsGone() throws IOException {
    try (Opened opened = new Opened()) {
      opened.storage().adoptCluster("a-cluster");
    }
    write(10);
    emptyTheLog();

    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(new ListStateMachine()).damage().orElseThrow())
          .contains("holds no log, though this server belongs to a cluster");
      assertThat(path.resolve("log")).isEmptyDirectory();
      opened.storage().setLogAside("new-disk");
      opened.storage().load(new ListStateMachine());
    }
    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(new ListStateMachine()).damage()).isEmpty();
      assertThat(opened.storage().dataUuid()).isEqualTo("new-disk");
    }
  }

  /** Of a server that crashed before it had a cluster. */
  @Test
  void beginsEmpty_whenThereIsNoLogAndNoCluster() throws IOException {
    write(0);
    emptyTheLog();

    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(new ListStateMachine()).damage()).isEmpty();
    }
  }

  private void emptyTheLog() throws IOException {
    try (Stream<Path> files = Files.list(path.resolve("log"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void saysWhereAndChangesNothing_whenTheLogIsDamaged() throws IOException {
    ListStateMachine state = applied(write(10));
    Path segment = flipABit();
    byte[] before = Files.readAllBytes(segment);

    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(state).damage().orElseThrow())
          .contains(segment.toString())
          .contains("byte ")
          .doesNotContain("Restore");
    }

    assertThat(Files.readAllBytes(segment)).isEqualTo(before);
  }

  @Test
  void isDamaged_whenTheSnapshotThatTheLogStandsOnIsMissing() throws IOException {
    List<LogEntry> entries = write(10);
    try (Opened opened = new Opened()) {
      opened.storage().log().resetTo(entries.get(9).position());
    }

    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(new ListStateMachine()).damage().orElseThrow())
          .contains("no whole snapshot");
    }
  }

  @Test
  void i9_beginsAnewAndKeepsTheDamage_whenItIsRepaired() throws IOException {
    List<LogEntry> entries = write(10);
    ListStateMachine state = applied(entries);
    flipABit();

    try (Opened opened = new Opened()) {
      opened.storage().recover(state);
      opened.storage().setLogAside("new-disk");
      opened.storage().load(state);
      assertThat(opened.storage().dataUuid()).isEqualTo("new-disk");
      assertThat(state.applied()).isEqualTo(LogPosition.START);
      opened.storage().log().append(entries);
      opened.storage().log().sync();
    }

    try (Opened opened = new Opened()) {
      DurableState found = opened.storage().recover(state);
      assertThat(found.damage()).isEmpty();
      assertThat(opened.storage().log().last()).isEqualTo(entries.get(9).position());
      assertThat(opened.storage().dataUuid()).isEqualTo("new-disk");
    }
    try (Stream<Path> kept = Files.walk(path.resolve("damaged"))) {
      assertThat(kept.filter(file -> file.toString().endsWith(".log"))).hasSize(1);
    }
  }

  /** In the middle of the only segment. */
  private Path flipABit() throws IOException {
    try (Stream<Path> files = Files.list(path.resolve("log"))) {
      Path segment = files.filter(f -> f.toString().endsWith(".log")).findFirst().orElseThrow();
      byte[] bytes = Files.readAllBytes(segment);
      bytes[512 + 150] ^= 1;
      Files.write(segment, bytes);
      return segment;
    }
  }

  @Test
  void startsFromASnapshotInsideTheLog_whenTheLogWasTrimmed() throws IOException {
    List<LogEntry> entries = write(2000);
    LogPosition position = entries.get(999).position();
    takeSnapshot(entries.subList(0, 1000), new ConfigAt(CONFIG, 7));
    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(applied(entries)).snapshot()).isEqualTo(position);
      opened.storage().trim(position, 800);
      assertThat(opened.storage().log().base().index()).isBetween(500L, 800L);
    }

    ListStateMachine empty = new ListStateMachine();
    try (Opened opened = new Opened()) {
      DurableState found = opened.storage().recover(empty);
      assertThat(found.snapshot()).isEqualTo(position);
      assertThat(found.log().last()).isEqualTo(entries.get(1999).position());
      assertThat(found.log().base()).isEqualTo(opened.storage().log().base());
      assertThat(empty.applied()).isEqualTo(position);
      assertThat(empty.commands()).hasSize(1000);
    }
  }

  @Test
  void usesTheLogAlone_whenTheSnapshotIsDamagedAndTheLogReachesBack() throws IOException {
    List<LogEntry> entries = write(100);
    Path file = takeSnapshot(entries.subList(0, 50), ConfigAt.NONE);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 50] ^= 1;
    Files.write(file, bytes);

    ListStateMachine stranger = applied(entries);
    stranger.apply(List.of(), new LogPosition(EPOCH, 90, 1));
    stranger.save();
    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(stranger).applied()).isZero();
    }
  }

  @Test
  void passesOverASnapshotOfAnotherHistory() throws IOException {
    List<LogEntry> entries = write(100);
    takeSnapshot(entries.subList(0, 50), ConfigAt.NONE);
    ListStateMachine other = applied(entries);
    other.apply(List.of(), new LogPosition(EPOCH, 70, 1));
    other.save();
    takeSnapshot(other);

    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(applied(entries)).snapshot())
          .isEqualTo(entries.get(49).position());
    }
  }

  @Test
  void saysWhatTheSnapshotTakes_whenItIsWrittenAndWhenItIsFound() throws IOException {
    List<LogEntry> entries = write(100);
    ListStateMachine state = applied(entries.subList(0, 50));
    long bytes;
    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(applied(entries)).snapshotBytes()).isZero();
      bytes = opened.storage().write(state.openSnapshot(), ConfigAt.NONE, () -> {});
    }

    assertThat(bytes).isGreaterThan(50);
    try (Opened opened = new Opened()) {
      assertThat(opened.storage().recover(applied(entries)).snapshotBytes()).isEqualTo(bytes);
    }
  }

  private Path takeSnapshot(List<LogEntry> entries, ConfigAt newest) throws IOException {
    return takeSnapshot(applied(entries), newest);
  }

  private void takeSnapshot(ListStateMachine state) throws IOException {
    takeSnapshot(state, ConfigAt.NONE);
  }

  private Path takeSnapshot(ListStateMachine state, ConfigAt newest) throws IOException {
    try (Opened opened = new Opened()) {
      opened.storage().write(state.openSnapshot(), newest, () -> {});
    }
    String name =
        "%020d-%016x.snapshot".formatted(state.applied().index(), state.applied().chain());
    return path.resolve("snapshot").resolve(name);
  }

  private List<LogEntry> write(int count) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    LogPosition last = LogPosition.START;
    for (int i = 0; i < count; i++) {
      entries.add(
          LogEntry.after(
              last, EPOCH, LogEntry.Type.COMMAND, ByteString.copyFromUtf8("command " + i)));
      last = entries.get(i).position();
    }
    try (Opened opened = new Opened()) {
      opened.storage().log().append(entries);
      opened.storage().log().sync();
    }
    return entries;
  }

  private static ListStateMachine applied(List<LogEntry> entries) {
    ListStateMachine state = new ListStateMachine();
    state.apply(
        entries.stream().map(e -> new LogCommand(e.position(), e.payload())).toList(),
        entries.get(entries.size() - 1).position());
    state.save();
    return state;
  }

  private final class Opened implements AutoCloseable {
    private final DataDirectory directory;
    private final Storage storage;

    Opened() throws IOException {
      directory = DataDirectory.open(path);
      storage = Storage.open(directory, "s1", LOG_KEEP);
    }

    Storage storage() {
      return storage;
    }

    @Override
    public void close() throws IOException {
      storage.close();
      directory.close();
    }
  }
}
