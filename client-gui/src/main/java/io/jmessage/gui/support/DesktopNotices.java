package io.jmessage.gui.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notices of a Linux desktop. For each one a command of the desktop is started, with the text
 * as an argument and without a shell, one after the other. Thread-safe; nothing blocks.
 */
public final class DesktopNotices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DesktopNotices.class);

  /** A desktop that hangs must not make threads, nor a pile of old notices. */
  private static final int WAITING_MAX = 4;

  private static final File NOTHING = new File("/dev/null");

  private final Path file;
  private final DesktopCommand command;
  private final Duration patience;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          0,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          DesktopNotices::daemon);

  private DesktopNotices(Path file, DesktopCommand command, Duration patience) {
    this.file = file;
    this.command = command;
    this.patience = patience;
  }

  /**
   * Those of the desktop whose commands are in one of the directories; empty: there are none.
   *
   * @param path directories, as in the variable PATH
   * @param patience how long a command may run
   */
  public static Optional<DesktopNotices> on(String path, Duration patience) {
    return Stream.of(DesktopCommand.values())
        .flatMap(
            command ->
                Stream.of(path.split(File.pathSeparator))
                    .filter(directory -> !directory.isEmpty())
                    .map(directory -> Path.of(directory, command.fileName()))
                    .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                    .map(file -> new DesktopNotices(file, command, patience)))
        .findFirst();
  }

  /**
   * Completes with whether the desktop has taken it; never fails.
   *
   * @param text without markup: it is shown as it is
   */
  public CompletableFuture<Boolean> show(String title, String text) {
    try {
      return CompletableFuture.supplyAsync(() -> run(title, text), executor);
    } catch (RejectedExecutionException tooMany) {
      return CompletableFuture.completedFuture(false);
    }
  }

  private boolean run(String title, String text) {
    List<String> words =
        Stream.concat(Stream.of(file.toString()), command.arguments(title, text).stream()).toList();
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectInput(NOTHING)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)
            && process.exitValue() == 0;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.debug("the desktop's command does not start", e);
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "desktop-notices");
    thread.setDaemon(true);
    return thread;
  }

  /** What waits is not shown any more. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
