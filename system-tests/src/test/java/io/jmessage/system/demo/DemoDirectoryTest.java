package io.jmessage.system.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jmessage.system.LocalCluster;
import io.jmessage.system.SystemFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoDirectoryTest {
  @TempDir private Path parent;

  @Test
  void remembersThePorts() {
    try (DemoDirectory directory = DemoDirectory.open(parent.resolve("demo"))) {
      assertThat(directory.hasCluster()).isFalse();
      LocalCluster first = directory.cluster(3);
      directory.remember(first);

      assertThat(directory.hasCluster()).isTrue();
      assertThat(directory.cluster(3).addresses()).isEqualTo(first.addresses());
      assertThatThrownBy(() -> directory.cluster(2))
          .isInstanceOf(SystemFailure.class)
          .hasMessageContaining("--servers=3");
    }
  }

  @Test
  void forgetsEverything_whenCleared() throws IOException {
    try (DemoDirectory directory = DemoDirectory.open(parent.resolve("demo"))) {
      directory.remember(directory.cluster(3));
      Files.createDirectories(directory.path().resolve("server-1/log"));

      directory.clear();

      assertThat(directory.hasCluster()).isFalse();
      assertThat(directory.path().resolve("server-1")).doesNotExist();
    }
  }

  @Test
  void refusesASecondDemo() {
    try (DemoDirectory first = DemoDirectory.open(parent.resolve("demo"))) {
      assertThatThrownBy(() -> DemoDirectory.open(first.path()))
          .isInstanceOf(SystemFailure.class)
          .hasMessageContaining("another demo runs");
    }
  }

  @Test
  void refusesAPlaceThatHoldsSomethingElse() throws IOException {
    Files.writeString(parent.resolve("precious.txt"), "mine");

    assertThatThrownBy(() -> DemoDirectory.open(parent))
        .isInstanceOf(SystemFailure.class)
        .hasMessageContaining("holds something else");
  }
}
