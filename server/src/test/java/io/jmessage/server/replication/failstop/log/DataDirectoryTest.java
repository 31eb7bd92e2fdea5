package io.jmessage.server.replication.failstop.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @TempDir private Path temporary;

  @Test
  void createsEverything_whenNothingIsThere() throws IOException {
    Path path = temporary.resolve("a/b/jmessage-1");

    try (DataDirectory directory = DataDirectory.open(path)) {
      assertThat(directory.isNew()).isTrue();
      assertThat(directory.path()).isEqualTo(path);
      assertThat(directory.log()).isEqualTo(path.resolve("log")).isDirectory();
      assertThat(directory.snapshot()).isEqualTo(path.resolve("snapshot")).isDirectory();
      assertThat(directory.diverged()).isEqualTo(path.resolve("diverged")).isDirectory();
      assertThat(directory.vote()).isEqualTo(path.resolve("vote"));
      assertThat(directory.database()).isEqualTo(path.resolve("chat"));
    }
  }

  @Test
  void isNewUntilThereIsAnIdentity() throws IOException {
    try (DataDirectory directory = DataDirectory.open(temporary)) {
      assertThat(directory.vote()).exists();
    }
    try (DataDirectory directory = DataDirectory.open(temporary)) {
      assertThat(directory.isNew()).isTrue();
      IdentityFile.openOrCreate(directory.path(), "1");
    }
    try (DataDirectory directory = DataDirectory.open(temporary)) {
      assertThat(directory.isNew()).isFalse();
    }
  }

  @Test
  void removesWhatACrashLeftUnfinished() throws IOException {
    DataDirectory.open(temporary).close();
    Path unfinished = Files.createFile(temporary.resolve("snapshot/snapshot123.tmp"));
    Path whole = Files.createFile(temporary.resolve("snapshot/1.snapshot"));

    DataDirectory.open(temporary).close();

    assertThat(unfinished).doesNotExist();
    assertThat(whole).exists();
  }

  /** A server that forgot its promise could vote twice in one epoch (I1, I2). */
  @Test
  void saysDamaged_whenTheVoteIsMissing() throws IOException {
    IdentityFile.openOrCreate(temporary, "1");

    assertThatThrownBy(() -> DataDirectory.open(temporary))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("vote is damaged: it is missing, though the directory was in use");
  }

  /** Else its log would be that of a server that has never acknowledged it. */
  @Test
  void saysDamaged_whenTheIdentityIsMissing() throws IOException {
    DataDirectory.open(temporary).close();
    Files.createFile(temporary.resolve("log/00000000000000000001.log"));

    assertThatThrownBy(() -> DataDirectory.open(temporary))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(
            "identity is damaged: it is missing, though the directory was in use");
  }

  @Test
  void refusesASecondServerInTheSameProcess() throws IOException {
    DataDirectory first = DataDirectory.open(temporary);
    assertInUse(ProcessHandle.current().pid());

    first.close();
    DataDirectory.open(temporary).close();
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void refusesASecondProcess_untilTheFirstIsKilled() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                temporary.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(out.readLine()).isEqualTo("locked");

      assertInUse(holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    DataDirectory.open(temporary).close();
  }

  @Test
  void saysSo_whenAFileIsInTheWay() throws IOException {
    Path file = Files.createFile(temporary.resolve("file"));

    assertThatThrownBy(() -> DataDirectory.open(file)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> DataDirectory.open(file.resolve("below")))
        .isInstanceOf(IOException.class);
  }

  private void assertInUse(long pid) {
    assertThatThrownBy(() -> DataDirectory.open(temporary))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "data directory %s is in use by another server (pid %d). Stop that one, or choose"
                    .formatted(temporary, pid)
                + " another directory with --data-directory.");
  }

  /**
   * Another server: locks the directory, says so, and waits until it is killed or its input ends.
   */
  static final class Holder {

    private Holder() {}

    public static void main(String[] args) throws IOException {
      try (DataDirectory directory = DataDirectory.open(Path.of(args[0]))) {
        System.out.println(directory.isNew() ? "locked" : "not new");
        System.in.read();
      }
    }
  }
}
