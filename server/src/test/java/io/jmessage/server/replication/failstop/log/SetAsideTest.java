package io.jmessage.server.replication.failstop.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jmessage.server.replication.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetAsideTest {

  private static final String NAME = "then";

  @TempDir Path temporary;

  @Test
  void i9_keepsEverythingAside() throws Exception {
    Path directory = used("all");

    setAside(directory, step -> {});

    assertIsNewDisk(directory);
  }

  /** A crash at every step leaves the damaged disk, or a start makes it the new one. */
  @Test
  void isAllOrNothing_whenItCrashesAtAnyStep() throws Exception {
    int steps = stepsOf(used("whole"));
    assertThat(steps).isGreaterThan(6);
    for (int crashAt = 0; crashAt < steps; crashAt++) {
      Path directory = used("crash-" + crashAt);
      crash(directory, crashAt);

      start(directory);

      assertIsNewDisk(directory);
    }
  }

  /** Before the decision is on disk, nothing has changed. */
  @Test
  void changesNothing_whenItCrashesBeforeItIsDecided() throws Exception {
    Path directory = used("before");
    Files.writeString(directory.resolve("repair.tmp"), "then");

    start(directory);

    assertThat(directory.resolve("log/1.log")).hasContent("damaged");
    assertThat(IdentityFile.openOrCreate(directory, "1").dataUuid()).isEqualTo(uuidOf(directory));
    assertThat(directory.resolve("damaged")).doesNotExist();
  }

  /** The state was moved and an empty one begun, then it crashed: the empty one stays. */
  @Test
  void keepsTheNewState_whenItCrashesBeforeTheEnd() throws Exception {
    Path directory = used("late");
    SetAside begun = SetAside.begin(directory, NAME, "new-disk", step -> {});
    Files.move(directory.resolve("chat.mv.db"), begun.target().resolve("chat.mv.db"));
    Files.writeString(directory.resolve("chat.mv.db"), "new");

    start(directory);

    assertThat(directory.resolve("chat.mv.db")).hasContent("new");
    assertThat(begun.target().resolve("chat.mv.db")).hasContent("state");
    assertThat(directory.resolve(SetAside.MARKER)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"..\nnew-disk\n", "a/b\nnew-disk\n", "\nnew-disk\n", "then\n=\n", "\0\nx\n"})
  void saysDamaged_whenTheMarkLeadsElsewhere(String mark) throws Exception {
    Path directory = used("elsewhere");
    Files.writeString(directory.resolve(SetAside.MARKER), mark);

    assertThatThrownBy(() -> start(directory))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("it does not name a directory and a data uuid");
    assertThat(directory.resolve("log/1.log")).hasContent("damaged");
    assertThat(IdentityFile.openOrCreate(directory, "1").dataUuid()).isEqualTo(uuidOf(directory));
  }

  /** As a disk leaves it, not an editor. */
  @Test
  void saysDamaged_whenTheMarkIsNoText() throws Exception {
    Path directory = used("no-text");
    Files.write(directory.resolve(SetAside.MARKER), new byte[] {(byte) 0xff, '\n', (byte) 0xfe});

    assertThatThrownBy(() -> start(directory)).isInstanceOf(DamagedFileException.class);
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static int stepsOf(Path directory) throws IOException {
    int[] steps = {0};
    setAside(directory, step -> steps[0]++);
    return steps[0];
  }

  private static void crash(Path directory, int atStep) throws IOException {
    int[] done = {0};
    try {
      setAside(
          directory,
          step -> {
            if (done[0]++ == atStep) {
              throw new Crash();
            }
          });
    } catch (Crash expected) {
      assertThat(done[0]).isEqualTo(atStep + 1);
    }
  }

  /** As the engine does: the open database is moved by who has it open. */
  private static void setAside(Path directory, Consumer<String> afterStep) throws IOException {
    SetAside begun = SetAside.begin(directory, NAME, "new-disk", afterStep);
    Files.move(directory.resolve("chat.mv.db"), begun.target().resolve("chat.mv.db"));
    afterStep.accept("moved the database");
    begun.finish();
  }

  private static void start(Path directory) throws IOException {
    DataDirectory.open(directory).close();
  }

  private static String uuidOf(Path directory) throws IOException {
    return Files.readAllLines(directory.resolve("identity")).stream()
        .filter(line -> line.startsWith("data="))
        .findFirst()
        .orElseThrow()
        .substring("data=".length());
  }

  /** A directory with data of every kind. */
  private Path used(String name) throws IOException {
    Path directory = temporary.resolve(name);
    DataDirectory.open(directory).close();
    IdentityFile.openOrCreate(directory, "1");
    Files.writeString(directory.resolve("log/1.log"), "damaged");
    Files.writeString(directory.resolve("snapshot/1.snapshot"), "snapshot");
    Files.writeString(directory.resolve("chat.mv.db"), "state");
    return directory;
  }

  private static void assertIsNewDisk(Path directory) throws IOException {
    Path kept = directory.resolve("damaged").resolve(NAME);
    assertThat(kept.resolve("log/1.log")).hasContent("damaged");
    assertThat(kept.resolve("snapshot/1.snapshot")).hasContent("snapshot");
    assertThat(kept.resolve("chat.mv.db")).hasContent("state");
    assertThat(SegmentedLog.isIn(directory.resolve("log"))).isTrue();
    try (SegmentedLog log = SegmentedLog.open(directory.resolve("log"), 1 << 20, entry -> {})) {
      assertThat(log.last()).isEqualTo(LogPosition.START);
    }
    assertThat(directory.resolve("snapshot")).isEmptyDirectory();
    assertThat(directory.resolve("chat.mv.db")).doesNotExist();
    assertThat(IdentityFile.openOrCreate(directory, "1").dataUuid()).isEqualTo("new-disk");
    for (String gone : List.of(SetAside.MARKER, "repair.tmp")) {
      assertThat(directory.resolve(gone)).doesNotExist();
    }
  }
}
