package io.jmessage.server.replication.failstop;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.DurableState;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.log.DataDirectory;
import io.jmessage.server.replication.support.ListStateMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageTest {

  private static final Epoch EPOCH = new Epoch(1, new Address("localhost", 2626));

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
          .contains("a snapshot it lacks");
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
    return state;
  }

  private final class Opened implements AutoCloseable {
    private final DataDirectory directory;
    private final Storage storage;

    Opened() throws IOException {
      directory = DataDirectory.open(path);
      storage = Storage.open(directory, "s1");
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
