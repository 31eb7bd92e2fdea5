package io.jmessage.server.replication.failstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
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
  void refuses_whenTheLogHasLostWhatWasApplied() throws IOException {
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
      assertThatThrownBy(() -> opened.storage().recover(state))
          .hasMessageContaining("the log ends at 6 of epoch 1@localhost:2626, but 10 has been")
          .hasMessageContaining("move the data directory away");
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
