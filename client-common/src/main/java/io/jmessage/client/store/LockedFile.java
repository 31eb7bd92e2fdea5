package io.jmessage.client.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that one client of the machine has, until it is closed or its process ends. The system's
 * locks are those of a process, and on some systems closing any handle of a file ends them: so the
 * clients of one process exclude each other before a file is opened. Thread-safe.
 */
final class LockedFile implements AutoCloseable {
  private static final Set<Path> IN_THIS_PROCESS = ConcurrentHashMap.newKeySet();

  private final Path key;
  private final RandomAccessFile file;

  private LockedFile(Path key, RandomAccessFile file) {
    this.key = key;
    this.file = file;
  }

  /** Opens or creates it; empty: another client has it, or has just removed it. */
  static Optional<LockedFile> open(Path path) throws IOException {
    Path key = path.toAbsolutePath().normalize();
    if (!IN_THIS_PROCESS.add(key)) {
      return Optional.empty();
    }
    boolean locked = false;
    try {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      try {
        FileLock lock = file.getChannel().tryLock();
        locked = lock != null && Files.exists(path);
        return locked ? Optional.of(new LockedFile(key, file)) : Optional.empty();
      } finally {
        if (!locked) {
          file.close();
        }
      }
    } finally {
      if (!locked) {
        IN_THIS_PROCESS.remove(key);
      }
    }
  }

  RandomAccessFile file() {
    return file;
  }

  /** Whether a client of this process has it. */
  static boolean isOpenHere(Path path) {
    return IN_THIS_PROCESS.contains(path.toAbsolutePath().normalize());
  }

  @Override
  public void close() throws IOException {
    try {
      file.close();
    } finally {
      IN_THIS_PROCESS.remove(key);
    }
  }
}
