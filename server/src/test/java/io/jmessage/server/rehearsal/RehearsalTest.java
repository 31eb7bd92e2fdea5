package io.jmessage.server.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path directory;

  @Test
  void sendsThroughAClientPort_andLeavesNothing_closedInTheMiddle() {
    try (Rehearsal rehearsal = Rehearsal.start(directory, LONG)) {
      await().atMost(Duration.ofSeconds(60)).until(() -> rehearsal.answered() > 100);
      assertThat(directory.resolve("rehearsal")).isDirectory();
    }

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void endsByItself_andLeavesNothing() {
    try (Rehearsal rehearsal = Rehearsal.start(directory, Duration.ofMillis(1))) {
      await().atMost(Duration.ofSeconds(60)).until(rehearsal::isOver);
    }

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void endsWithoutHarm_itsDirectoryCannotBeMade() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    try (Rehearsal rehearsal = Rehearsal.start(file, LONG)) {
      await().atMost(Duration.ofSeconds(60)).until(rehearsal::isOver);
      assertThat(rehearsal.answered()).isZero();
    }

    assertThat(file).isEmptyFile();
  }
}
