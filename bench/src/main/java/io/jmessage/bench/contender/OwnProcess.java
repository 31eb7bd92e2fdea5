package io.jmessage.bench.contender;

import io.jmessage.system.Children;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of another program, from its start to its end; what it prints goes to a log. It ends
 * with this program at the latest. Thread-safe.
 */
final class OwnProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration END = Duration.ofSeconds(10);

  private final String name;
  private final Process process;
  private final Path log;

  OwnProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /** Starts a command with these variables added to its environment. */
  static OwnProcess start(
      String name, List<String> command, Map<String, String> environment, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(log.toAbsolutePath().resolveSibling(".").normalize().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    try {
      Process process = Children.start(builder);
      process.getOutputStream().close();
      return new OwnProcess(name, process, log);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.get(0), e);
    }
  }

  /** Runs a command to its end. */
  static void run(String name, List<String> command, Map<String, String> environment, Path log) {
    try (OwnProcess process = start(name, command, environment, log)) {
      process.awaitGoodEnd();
    }
  }

  private void awaitGoodEnd() {
    try {
      if (!process.waitFor(START.toSeconds(), TimeUnit.SECONDS)) {
        throw new SystemFailure(name + " does not end; see " + log);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new SystemFailure(
          name + " ended with exit code " + process.exitValue() + ": " + lastLine());
    }
  }

  /** Waits until it has printed this. */
  void awaitLine(String text) {
    Wait.until(
        START,
        () -> name + " is not ready; see " + log,
        () -> !process.isAlive() || output().contains(text));
    requireAlive();
  }

  /**
   * @throws SystemFailure if it has ended, with what it printed last
   */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new SystemFailure(name + " ended: " + lastLine());
    }
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** Of several. */
  static Map<String, ProcessHandle> handles(Map<String, OwnProcess> processes) {
    Map<String, ProcessHandle> handles = new LinkedHashMap<>();
    processes.forEach((name, process) -> handles.put(name, process.handle()));
    return handles;
  }

  private String lastLine() {
    return output().lines().filter(text -> !text.isBlank()).reduce((a, b) -> b).orElse("no output");
  }

  private String output() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM to it and all that it started; SIGKILL to those who do not heed it. Idempotent. */
  @Override
  public void close() {
    List<ProcessHandle> all = process.descendants().toList();
    process.destroy();
    if (!Wait.within(END, () -> !process.isAlive())) {
      process.destroyForcibly();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    boolean unused = Wait.within(END, () -> all.stream().noneMatch(ProcessHandle::isAlive));
  }
}
