package io.jmessage.client.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waiting lines of one account on disk. Each process that has lines has a file of its own, and
 * takes over the files of those that have died, in the order in which they were begun. Thread-safe.
 */
final class OutboxFiles implements OutboxStorage {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxFiles.class);
  private static final String PATTERN = "outbox-*.log";

  private final Path directory;
  private final List<OutboxFile> files = new ArrayList<>();
  private @Nullable OutboxFile own;
  private boolean complained;

  OutboxFiles(Path directory) {
    this.directory = directory;
  }

  @Override
  public synchronized List<OutboxLine> takeOver() {
    List<OutboxLine> lines = new ArrayList<>();
    for (Path path : others()) {
      try {
        Optional<OutboxFile> taken = OutboxFile.open(path);
        if (taken.isPresent()) {
          take(taken.get(), lines);
        }
      } catch (IOException e) {
        complain(path + " cannot be read; its lines wait", e);
      }
    }
    return lines;
  }

  private void take(OutboxFile file, List<OutboxLine> lines) throws IOException {
    if (file.isEmpty()) {
      file.close();
      return;
    }
    files.add(file);
    lines.addAll(file.lines());
  }

  /** Those that are not this process's own: the lock alone would not do, as it is per process. */
  private List<Path> others() {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, PATTERN)) {
      all.forEach(found::add);
    } catch (IOException e) {
      complain(directory + " cannot be listed", e);
    }
    found.removeIf(path -> files.stream().anyMatch(file -> file.isAt(path)));
    found.sort(null); // the names begin with the time
    return found;
  }

  @Override
  public synchronized void add(OutboxLine line) throws IOException {
    if (own == null) {
      own = create();
      files.add(own);
    }
    own.add(line);
  }

  private OutboxFile create() throws IOException {
    for (int tries = 0; tries < 10; tries++) {
      String name =
          "outbox-%013d-%s.log"
              .formatted(System.currentTimeMillis(), UUID.randomUUID().toString().substring(0, 8));
      Optional<OutboxFile> created = OutboxFile.open(directory.resolve(name));
      if (created.isPresent()) {
        DataFiles.syncDirectory(directory);
        return created.get();
      }
      // Another process has looked into it between its creation and its lock, and throws it away.
    }
    throw new IOException("no file for waiting lines can be begun in " + directory);
  }

  @Override
  public synchronized void remove(OutboxLine line) {
    change(line, file -> file.remove(line));
  }

  @Override
  public synchronized void update(OutboxLine line) {
    change(line, file -> file.update(line));
  }

  private interface Change {
    void on(OutboxFile file) throws IOException;
  }

  // Of no harm if it fails: the line is sent again, and the servers know it.
  private void change(OutboxLine line, Change change) {
    for (OutboxFile file : List.copyOf(files)) {
      if (file.has(line)) {
        try {
          change.on(file);
          closeIfDone(file);
        } catch (IOException e) {
          complain("the state of a line cannot be written in " + directory, e);
        }
      }
    }
  }

  private void closeIfDone(OutboxFile file) throws IOException {
    if (file != own && file.isEmpty()) {
      files.remove(file);
      file.close();
    }
  }

  private void complain(String what, IOException cause) {
    if (!complained) {
      complained = true; // once: a full disk would fill the log, too
      LOG.warn("{}: {}", what, cause.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    for (OutboxFile file : files) {
      try {
        file.close();
      } catch (IOException e) {
        complain("a file of waiting lines cannot be closed in " + directory, e);
      }
    }
    files.clear();
    own = null;
  }
}
