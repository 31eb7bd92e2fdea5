package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.system.history.User;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The built terminal client in a pseudo-terminal, with real servers that are killed. */
class TerminalScreenIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Pattern CONTROL =
      Pattern.compile("\u001b(\\[[0-9;?]*[A-Za-z]|[()].|[=>78])");
  private static final String ESCAPE = "\u001b";
  private static final String CTRL_C = "\u0003";
  private static final String CTRL_L = "\f";
  private static final String CTRL_N = "\u000e";
  private static final String STORED = "  (stored on|delivered|read)";

  @RegisterExtension final Scene scene = new Scene();
  private Process terminal;
  private Path log;
  private int runs;

  @Test
  void goesOnTyping_whenTheMasterIsKilled_andOpensWithNoServerUp() throws Exception {
    LocalCluster cluster = scene.cluster(3);
    User bob = scene.ending(User.signUp("bob", cluster.addresses()));
    start(cluster);
    awaitScreen("Name");
    type("ann\tsecret" + CTRL_N);
    awaitScreen("○ bob|● bob");
    type("wbob\r");
    type("before the kill\r");
    awaitScreen("before the kill" + STORED);

    cluster.process(1).kill();
    type("across the kill\r");
    awaitScreen("across the kill" + STORED);
    awaitScreen("server 2 .*epoch 2");
    type(CTRL_C);
    assertThat(terminal.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(terminal.exitValue()).isZero();
    assertThat(texts(bob)).containsExactly("before the kill", "across the kill");
    cluster.process(2).kill();
    cluster.process(3).kill();

    start(cluster);
    awaitScreen("bob");
    type("wbob\r");
    awaitScreen("across the kill  ");
    type("with no server\r");
    awaitScreen("you: with no server");
    awaitScreen("1 waiting · not connected");
    type(ESCAPE);
    awaitScreen("Enter to write");
    type(CTRL_C);
    assertThat(terminal.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(log)).contains("on this disk and not sent yet: 1");
  }

  @Test
  void ringsForWhatNobodySees_listsSessions_andChangesThePassword() throws Exception {
    LocalCluster cluster = scene.cluster(1);
    User bob = scene.ending(User.signUp("bob", cluster.addresses()));
    start(cluster, "--notify=desktop");
    awaitScreen("Name");
    type("ann\tsecret" + CTRL_N);
    awaitScreen("○ bob|● bob");

    Wait.until(
        LIMIT,
        () -> "the terminal is told nothing; see " + log,
        () -> {
          bob.say("ann", "psst").join(); // what comes before the first list is history
          return read().contains("\u0007\u001b]9;Message from bob: psst\u0007");
        });
    type("A");
    awaitScreen("Sessions of ann");
    awaitScreen("terminal  \\(this one\\)");
    type("Pwrong\rf-r-e-s-h\rf-r-e-s-h\r");
    awaitScreen("the old password is wrong; nothing was changed");
    type("secret\rf-r-e-s-h\rf-r-e-s-h\r");
    awaitScreen("the password is changed");

    type(CTRL_C);
    assertThat(terminal.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(read()).doesNotContain("secret", "f-r-e-s-h");
  }

  private static List<String> texts(User bob) {
    return bob.history("ann").stream().map(ChatMessage::text).toList();
  }

  /** {@code script} makes the pseudo-terminal and copies what goes through it. */
  private void start(LocalCluster cluster, String... options) throws IOException {
    log = scene.directory().resolve("screen-" + ++runs + ".log");
    List<String> java = new ArrayList<>();
    java.add("stty cols 100 rows 24 && exec");
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(ServerProcess.JVM_OPTIONS);
    java.addAll(List.of("-jar", Jars.terminal().toAbsolutePath().toString(), "-a"));
    java.addAll(cluster.addresses());
    java.addAll(List.of("--data-directory", scene.directory().resolve("client").toString()));
    java.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder("script", "-qfec", String.join(" ", java), "/dev/null")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().put("XDG_STATE_HOME", scene.directory().toString());
    Process started = Children.start(builder);
    terminal = started;
    scene.ending(started::destroyForcibly);
  }

  private void type(String keys) throws IOException {
    OutputStream keyboard = terminal.getOutputStream();
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  /** The screen is drawn anew at each look: between, only what changes is written. */
  private void awaitScreen(String part) {
    Pattern wanted = Pattern.compile(part);
    Wait.until(
        LIMIT,
        () -> "the screen does not show '" + part + "'; see " + log,
        () -> {
          if (wanted.matcher(CONTROL.matcher(read()).replaceAll("")).find()) {
            return true;
          }
          redraw();
          return false;
        });
  }

  private void redraw() {
    try {
      type(CTRL_L);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
