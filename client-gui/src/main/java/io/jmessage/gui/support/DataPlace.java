package io.jmessage.gui.support;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of a person's clients, shared with the terminal client. The first window in it goes
 * on with the open session and writes what the window remembers; a second one begins at the form
 * and remembers nothing, so that two people can be at one machine. Thread-safe.
 */
public final class DataPlace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DataPlace.class);

  private final Path directory;
  private final @Nullable FileChannel channel;
  private final boolean first;

  private DataPlace(Path directory, @Nullable FileChannel channel, boolean first) {
    this.directory = directory;
    this.channel = channel;
    this.first = first;
  }

  /** Where a person's clients keep their files, if the command line does not say. */
  public static Path standard(Map<String, String> environment) {
    String data = environment.getOrDefault("XDG_DATA_HOME", "");
    Path base =
        data.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "share")
            : Path.of(data);
    return base.resolve("jmessage");
  }

  /**
   * Opens the directory, made if it is not there. One that cannot be locked has no first window.
   */
  @SuppressWarnings("resource") // The channel lives as long as this.
  public static DataPlace open(Path directory) {
    FileChannel channel = null;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve("window.lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      return new DataPlace(directory, channel, isFirst(channel));
    } catch (IOException e) {
      LOG.warn("{} cannot be used", directory, e);
      return new DataPlace(directory, channel, false);
    }
  }

  private static boolean isFirst(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  public Path directory() {
    return directory;
  }

  public boolean first() {
    return first;
  }

  /** What the window remembers. */
  public KeptValues values() {
    return KeptValues.open(directory.resolve("window.properties"), first);
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        LOG.debug("the system lets go of it with the process", e);
      }
    }
  }
}
