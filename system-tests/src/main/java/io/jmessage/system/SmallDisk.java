package io.jmessage.system;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A file system in memory, so small that it can be filled. */
public final class SmallDisk implements AutoCloseable {
  private static final long COMMAND_SECONDS = 10;
  private static final int BLOCK_BYTES = 1 << 20;
  private static final int LAST_BYTES = 4096;

  private final Path at;

  private SmallDisk(Path at) {
    this.at = at;
  }

  /** Mounts one; empty if this user may not, or the system has none. */
  public static Optional<SmallDisk> mount(Path at, String size) {
    try {
      Files.createDirectories(at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return runs("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", at.toString())
        ? Optional.of(new SmallDisk(at))
        : Optional.empty();
  }

  /** Takes all the space that is left, and what comes free meanwhile. */
  public void fill() {
    try (OutputStream out = Files.newOutputStream(ballast())) {
      write(out, BLOCK_BYTES);
      write(out, LAST_BYTES);
    } catch (IOException e) {
      if (!isFull(e)) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static void write(OutputStream out, int size) throws IOException {
    byte[] block = new byte[size];
    try {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      if (!isFull(e)) {
        throw e;
      }
    }
  }

  private static boolean isFull(IOException e) {
    return String.valueOf(e.getMessage()).contains("No space left");
  }

  /** Gives the space back. */
  public void release() {
    try {
      Files.deleteIfExists(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path ballast() {
    return at.resolve("ballast");
  }

  /** What is in it goes, when nobody has it open any more. */
  @Override
  public void close() {
    if (!runs("umount", "--lazy", at.toString())) {
      throw new SystemFailure("cannot unmount " + at);
    }
  }

  private static boolean runs(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
