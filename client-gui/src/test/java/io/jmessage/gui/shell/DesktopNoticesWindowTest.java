package io.jmessage.gui.shell;

import static io.jmessage.gui.shell.UiThread.eventually;
import static io.jmessage.gui.shell.UiThread.stays;
import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.support.Appearance;
import io.jmessage.gui.support.DesktopNotices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.framework.junit5.Stop;

/** A window on a desktop that has a command for notices; it is a script, and really started. */
@Tag("gui")
@DisabledOnOs(OS.WINDOWS)
@ExtendWith(ApplicationExtension.class)
class DesktopNoticesWindowTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final UiRobot robot = new UiRobot();
  private Path directory;
  private DesktopNotices notices;
  private TestWindow window;

  @Start
  void start(Stage stage) throws IOException {
    directory = Files.createTempDirectory("desktop");
    desktopDoes("for word in \"$@\"; do printf '%s\\n' \"$word\"; done >> \"${0%/*}/said\"");
    notices = DesktopNotices.on(directory.toString(), PATIENCE).orElseThrow();
    window = new TestWindow(Optional.of(notices));
    window.open(stage, new Appearance(false));
  }

  @Stop
  void stop() throws IOException {
    window.close();
    notices.close();
    for (String file : List.of("said", "notify-send")) {
      Files.deleteIfExists(directory.resolve(file));
    }
    Files.delete(directory);
  }

  @Test
  void tellsTheDesktop_andShowsNothingItself() {
    window.logIn();
    window.choose("ben");

    say("psst & <b>");
    eventually(() -> assertThat(said()).endsWith("carla", "psst &amp; &lt;b&gt;"));
    say("again");

    eventually(() -> assertThat(said()).endsWith("carla (2 new messages)", "again"));
    assertNoToast();
  }

  @Test
  void showsItsOwnNotice_whenTheDesktopDoesNotTakeIt() throws IOException {
    desktopDoes("exit 1");
    window.logIn();
    window.choose("ben");

    say("psst");

    eventually(() -> assertThat(robot.lookup("#toast").tryQuery()).isPresent());
  }

  @Test
  void tellsNobody_underDoNotDisturb() {
    window.logIn();
    window.choose("ben");
    UiThread.run(() -> window.model.notifications().doNotDisturbProperty().set(true));
    say("not to be told");
    UiThread.run(() -> window.model.notifications().doNotDisturbProperty().set(false));

    say("psst");

    eventually(() -> assertThat(said()).endsWith("carla", "psst"));
    assertThat(said()).doesNotContain("not to be told");
    assertNoToast();
  }

  private void say(String text) {
    window.cluster.put("carla", "alice", text, window.clock.instant());
  }

  private void assertNoToast() {
    stays(() -> assertThat(robot.lookup("#toast").tryQuery()).isEmpty());
  }

  private List<String> said() {
    try {
      Path said = directory.resolve("said");
      return Files.exists(said) ? Files.readAllLines(said) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void desktopDoes(String body) throws IOException {
    Path file = Files.writeString(directory.resolve("notify-send"), "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
