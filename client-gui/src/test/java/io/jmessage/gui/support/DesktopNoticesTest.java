package io.jmessage.gui.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With commands of the desktop that are scripts, and really started. */
@DisabledOnOs(OS.WINDOWS)
class DesktopNoticesTest {
  private static final String WRITES_ITS_WORDS =
      "for word in \"$@\"; do printf '%s\\n' \"$word\"; done > \"${0%/*}/said\"";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private DesktopNotices notices;

  @AfterEach
  void close() {
    if (notices != null) {
      notices.close();
    }
  }

  @Test
  void thereAreNone_whereNoCommandIs() throws IOException {
    Files.writeString(directory.resolve("notify-send"), "not to be run");

    assertThat(DesktopNotices.on("", PATIENCE)).isEmpty();
    assertThat(DesktopNotices.on("/nowhere:" + directory, PATIENCE)).isEmpty();
  }

  @Test
  void notifySendGetsTheTextAsItIs_withNothingThatItTakesForItsOwn() throws Exception {
    script("notify-send", WRITES_ITS_WORDS);
    script("gdbus", "exit 1");
    open(PATIENCE);

    boolean shown = show("-Ben <b>", "--help; $(touch x) `id` \"'\\n & <i>\u0000");

    assertThat(shown).isTrue();
    assertThat(said())
        .containsExactly(
            "--app-name=Jmessage",
            "--category=im.received",
            "--expire-time=6000",
            "--",
            "-Ben <b>",
            "--help; $(touch x) `id` \"'\\\\n &amp; &lt;i&gt; ");
    assertThat(directory.resolve("x")).doesNotExist();
  }

  @Test
  void gdbusGetsStringsOfItsOwnForm_ifItIsAllThereIs() throws Exception {
    script("gdbus", WRITES_ITS_WORDS);
    open(PATIENCE);

    boolean shown = show("Ben", "it's a \\ <i>");

    assertThat(shown).isTrue();
    assertThat(said())
        .startsWith("call", "--session")
        .containsSubsequence("'Jmessage'", "0", "''", "'Ben'", "'it\\'s a \\\\ &lt;i&gt;'");
  }

  @Test
  void saysSo_whenTheDesktopDoesNotTakeIt() throws Exception {
    script("notify-send", "exit 1");
    open(PATIENCE);

    assertThat(show("Ben", "hello")).isFalse();
  }

  @Test
  void doesNotWaitForADesktopThatHangs_andKeepsNoPileOfNotices() throws Exception {
    script("notify-send", "exec sleep 600");
    open(Duration.ofMillis(200));

    List<CompletableFuture<Boolean>> many =
        Stream.generate(() -> notices.show("Ben", "hello")).limit(50).toList();

    assertThat(many.stream().filter(CompletableFuture::isDone).count()).isGreaterThan(40);
    for (CompletableFuture<Boolean> one : many) {
      assertThat(one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isFalse();
    }
  }

  private boolean show(String title, String text) throws Exception {
    return notices.show(title, text).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private void open(Duration patience) {
    notices = DesktopNotices.on("/nowhere:" + directory, patience).orElseThrow();
  }

  private List<String> said() throws IOException {
    return Files.readAllLines(directory.resolve("said"));
  }

  private void script(String name, String body) throws IOException {
    Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
