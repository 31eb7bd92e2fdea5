package io.jmessage.server.replication.failstop.log;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a file full of zeros ready for the next segment, filled by a thread of its own, so that the
 * log does not stop for it. Log thread only.
 */
final class NextSegment implements Closeable {

  private final Path file;
  private final int bytes;
  private @Nullable FutureTask<Path> filling;

  NextSegment(Path directory, int bytes) {
    this.file = directory.resolve("next" + DurableFiles.TEMPORARY_SUFFIX);
    this.bytes = bytes;
  }

  /** Begins to fill the file unless that has been done. */
  void prepare() {
    if (filling == null) {
      filling = start();
    }
  }

  /** A file of zeros, forced, for the caller to write a header to and to rename. */
  Path take() throws IOException {
    FutureTask<Path> task = filling == null ? start() : filling;
    filling = null;
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException("cannot prepare a log segment: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("waiting for a log segment").initCause(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (filling != null) {
      Files.deleteIfExists(take());
    }
  }

  private FutureTask<Path> start() {
    FutureTask<Path> task = new FutureTask<>(this::fill);
    Thread thread = new Thread(task, "log-segment-filler");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private Path fill() throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, TRUNCATE_EXISTING, WRITE)) {
      DurableFiles.fillWithZeros(channel, 0, bytes);
      channel.force(true);
    }
    return file;
  }
}
