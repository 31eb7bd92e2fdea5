package io.jmessage.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One server as a process of its own, from its start to its end. What it prints goes to its log.
 * Every wait is bounded; the process does not outlive this program. Thread-safe.
 */
public final class ServerProcess implements AutoCloseable {
  /** Three servers fit beside anything; the compiler's first stage is warm within seconds. */
  static final List<String> JVM_OPTIONS =
      List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private static final String MAIN = "io.jmessage.server.ServerMain";

  private static final Pattern READY =
      Pattern.compile("^READY server=.* pid=\\d+", Pattern.MULTILINE);

  /** A start takes two seconds, but on a busy machine it was seen to take forty. */
  static final String NO_REHEARSAL = "--rehearsal=0s";

  private static final Duration START = Duration.ofSeconds(60);

  private static final Duration END = Duration.ofSeconds(15);

  private final String id;
  private final Path log;
  private final long logStart;
  private final Process process;

  private ServerProcess(String id, Path log, long logStart, Process process) {
    this.id = id;
    this.log = log;
    this.logStart = logStart;
    this.process = process;
  }

  /** Starts it, and does not wait. */
  public static ServerProcess start(ServerLine line, Path log) {
    return start(line, JVM_OPTIONS, Optional.empty(), log);
  }

  /**
   * The same.
   *
   * @param jvmOptions what comes before the options of the line
   * @param classes a directory of classes that take the place of the jar's
   */
  static ServerProcess start(
      ServerLine line, List<String> jvmOptions, Optional<Path> classes, Path log) {
    List<String> options = new ArrayList<>(jvmOptions);
    if (classes.isEmpty()) {
      options.addAll(ClassData.options());
    }
    options.addAll(line.jvmOptions());
    List<String> arguments = new ArrayList<>(line.arguments());
    if (jvmOptions.equals(JVM_OPTIONS)) {
      arguments.add(NO_REHEARSAL); // These servers are to be small, not fast.
    }
    JavaProgram program = program(options, arguments).after(line.before());
    return start(
        classes.map(directory -> program.with(directory, MAIN)).orElse(program), line.id(), log);
  }

  /** Starts whatever these arguments make of it, and does not wait. The first one is the id. */
  static ServerProcess start(List<String> arguments, Path log) {
    return start(program(JVM_OPTIONS, arguments), arguments.get(0), log);
  }

  private static JavaProgram program(List<String> jvmOptions, List<String> arguments) {
    return new JavaProgram(Jars.server(), jvmOptions, arguments);
  }

  static ServerProcess start(JavaProgram program, String id, Path log) {
    try {
      long logStart = Files.exists(log) ? Files.size(log) : 0;
      return new ServerProcess(id, log, logStart, program.start(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits until its ports are open.
   *
   * @throws SystemFailure if it ends instead, with what it printed last, or takes too long
   */
  public ServerProcess awaitReady() {
    Wait.until(
        START,
        () -> "server " + id + " is not ready; see " + log,
        () -> !process.isAlive() || ready().isPresent());
    if (ready().isEmpty()) {
      throw new SystemFailure(
          "server " + id + " ended with exit code " + process.exitValue() + ": " + lastLine());
    }
    return this;
  }

  /** The line that it printed when its ports were open. */
  public Optional<String> ready() {
    Matcher matcher = READY.matcher(output());
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  public String id() {
    return id;
  }

  public Path log() {
    return log;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. On return the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(END);
  }

  /**
   * SIGTERM, and waits for the end.
   *
   * @return the exit code
   * @throws SystemFailure if it does not end in time; then it is killed
   */
  public int stop() {
    return stop(END);
  }

  /** The same, for one that has more to do at its end. */
  int stop(Duration limit) {
    process.destroy();
    return awaitEnd(limit);
  }

  /** Waits for an end that comes by itself. */
  public int awaitEnd(Duration limit) {
    try {
      if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    throw new SystemFailure(
        "server " + id + " did not end within " + limit.toSeconds() + " s; see " + log);
  }

  /** SIGSTOP: alive, but it does nothing, as a virtual machine that is suspended. */
  public void pause() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void resume() {
    signal("CONT");
  }

  /** All that this process has printed since its start. */
  public String output() {
    try {
      byte[] all = Files.readAllBytes(log);
      int from = Math.toIntExact(logStart);
      return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process whatever it does. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
  }

  private String lastLine() {
    return output().lines().filter(text -> !text.isBlank()).reduce((a, b) -> b).orElse("no output");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      if (!kill.waitFor(END.toSeconds(), TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new SystemFailure("kill -" + name + " " + pid() + " failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("no kill command", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
  }
}
