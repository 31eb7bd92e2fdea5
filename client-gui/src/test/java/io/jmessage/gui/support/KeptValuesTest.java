package io.jmessage.gui.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptValuesTest {
  @TempDir Path directory;

  @Test
  void hasEveryValueAgain_afterARestart() {
    try (KeptValues kept = KeptValues.open(file(), true)) {
      kept.put("draft\nalice\nbén = x", "half a\nsentence 😀");
      kept.put("theme", "dark");
      kept.put("theme", "");
    }

    try (KeptValues again = KeptValues.open(file(), true)) {
      assertThat(again.get("draft\nalice\nbén = x")).contains("half a\nsentence 😀");
      assertThat(again.get("theme")).isEmpty();
    }
  }

  @Test
  void forgetsWhatBeginsSo_andNothingElse() {
    KeptValues kept = KeptValues.inMemory();
    kept.put("draft\nal\nben", "one");
    kept.put("draft\nalice\nben", "two");

    kept.forget("draft\nal\n");

    assertThat(kept.get("draft\nal\nben")).isEmpty();
    assertThat(kept.get("draft\nalice\nben")).contains("two");
  }

  @Test
  void writesNothing_asTheSecondWindow() {
    try (KeptValues second = KeptValues.open(file(), false)) {
      second.put("theme", "dark");
    }

    assertThat(file()).doesNotExist();
  }

  @Test
  void beginsWithoutValues_whenTheFileIsDamaged() throws IOException {
    Files.write(file(), new byte[] {'a', '=', '\\', 'u', 'x', 'x', 'x', 'x', (byte) 0xff, 10});

    try (KeptValues kept = KeptValues.open(file(), true)) {
      assertThat(kept.get("a")).isEmpty();
      kept.put("theme", "dark");
    }

    try (KeptValues again = KeptValues.open(file(), true)) {
      assertThat(again.get("theme")).contains("dark");
    }
  }

  private Path file() {
    return directory.resolve("window.properties");
  }
}
