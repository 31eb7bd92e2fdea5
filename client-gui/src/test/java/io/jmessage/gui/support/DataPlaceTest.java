package io.jmessage.gui.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataPlaceTest {
  @TempDir Path directory;

  @Test
  void isWhereTheTerminalClientHasItsFiles() {
    assertThat(DataPlace.standard(Map.of("XDG_DATA_HOME", "/data")))
        .isEqualTo(Path.of("/data", "jmessage"));
    assertThat(DataPlace.standard(Map.of()))
        .isEqualTo(Path.of(System.getProperty("user.home"), ".local", "share", "jmessage"));
  }

  @Test
  void hasOneFirstWindow_andAnotherOnlyAfterIt() {
    try (DataPlace first = DataPlace.open(directory)) {
      assertThat(first.first()).isTrue();
      try (DataPlace second = DataPlace.open(directory)) {
        assertThat(second.first()).isFalse();
      }
    }

    try (DataPlace next = DataPlace.open(directory)) {
      assertThat(next.first()).isTrue();
    }
  }

  @Test
  void hasNoFirstWindow_whenTheDirectoryCannotBeMade() throws IOException {
    Path file = Files.createFile(directory.resolve("a-file"));

    try (DataPlace place = DataPlace.open(file.resolve("below"))) {
      assertThat(place.first()).isFalse();
      assertThat(place.values().get("theme")).isEmpty();
    }
  }
}
