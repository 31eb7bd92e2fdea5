package io.jmessage.client.store;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a {@link MessageCopy}: a copy that may be lost, so nothing is synced but a rewrite.
 * Only one client of the machine writes it; others read what is there when they begin. A damaged
 * file is moved aside, and the copy begins anew from the servers.
 *
 * <p>After {@link #open}, everything happens on the executor, one task at a time.
 */
final class CopyFile {
  private static final Logger LOG = LoggerFactory.getLogger(CopyFile.class);

  /** "JMCOPY" and the version. */
  static final long MAGIC = 0x004A4D434F505901L;

  private static final String NAME = "messages.copy";
  private static final String LOCK = "messages.lock";

  /** Below this a rewrite is not worth its sync. */
  private static final long REWRITTEN_ABOVE_BYTES = 4L << 20;

  private final Path path;
  private final Executor disk;
  private final MessageCopy copy;
  private final LockedFile lock;
  private @Nullable RandomAccessFile file;
  private @Nullable RecordFile records;

  private CopyFile(Path path, Executor disk, MessageCopy copy, LockedFile lock) {
    this.path = path;
    this.disk = disk;
    this.copy = copy;
    this.lock = lock;
  }

  /**
   * Fills the copy from the file of a directory and, unless another client does so already, keeps
   * writing it. Blocks for the disk.
   *
   * @return empty: another client writes it
   */
  static Optional<CopyFile> open(Path directory, Executor disk, MessageCopy copy)
      throws IOException {
    Path path = directory.resolve(NAME);
    Optional<LockedFile> lock = LockedFile.open(directory.resolve(LOCK));
    if (lock.isEmpty()) {
      readOnly(path, copy);
      return Optional.empty();
    }
    try {
      CopyFile opened = new CopyFile(path, disk, copy, lock.get());
      opened.load();
      copy.tell(opened::append);
      return Optional.of(opened);
    } catch (IOException | RuntimeException e) {
      lock.get().close();
      throw e;
    }
  }

  /** Another client appends meanwhile: what is not whole is not there yet. */
  private static void readOnly(Path path, MessageCopy copy) throws IOException {
    if (Files.exists(path)) {
      try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
        copy.fill(new RecordFile(file, MAGIC).read().records());
      }
    }
  }

  private void load() throws IOException {
    openFile();
    RecordFile.Contents contents = opened().load();
    if (contents.damaged()) {
      Path aside =
          path.resolveSibling(path.getFileName() + ".damaged-" + System.currentTimeMillis());
      LOG.warn("{} is damaged, kept as {}; it is fetched anew from the servers", path, aside);
      closeFile();
      Files.move(path, aside);
      openFile();
      contents = opened().load();
    }
    copy.fill(contents.records());
  }

  private void append(byte[] record) {
    disk.execute(() -> write(record));
  }

  private void write(byte[] record) {
    RecordFile now = records;
    if (now == null) {
      return; // given up, or closed
    }
    try {
      now.append(record);
      if (now.size() > REWRITTEN_ABOVE_BYTES && now.size() > 3 * copy.bytes()) {
        rewrite();
      }
    } catch (IOException e) {
      LOG.warn("{} cannot be written ({}); it ends here", path, e.getMessage());
      closeFile();
    }
  }

  private void rewrite() throws IOException {
    Path beside = path.resolveSibling(NAME + ".new");
    Files.deleteIfExists(beside);
    try (RandomAccessFile next = new RandomAccessFile(beside.toFile(), "rw")) {
      RecordFile whole = new RecordFile(next, MAGIC);
      RecordFile.Contents unused = whole.load();
      for (byte[] record : copy.records()) {
        whole.append(record);
      }
      whole.sync();
    }
    closeFile();
    DataFiles.move(beside, path);
    openFile();
    RecordFile.Contents unused = opened().load();
  }

  private void openFile() throws IOException {
    RandomAccessFile opened = new RandomAccessFile(path.toFile(), "rw");
    file = opened;
    records = new RecordFile(opened, MAGIC);
  }

  private RecordFile opened() {
    RecordFile now = records;
    if (now == null) {
      throw new IllegalStateException("closed");
    }
    return now;
  }

  private void closeFile() {
    RandomAccessFile was = file;
    file = null;
    records = null;
    try {
      if (was != null) {
        was.close();
      }
    } catch (IOException e) {
      LOG.debug("{} did not close", path, e); // what was written is written
    }
  }

  /** Ends it; removes the file if it is not to be kept. To be called on the executor. */
  void close(boolean keep) {
    closeFile();
    try {
      if (!keep) {
        Files.deleteIfExists(path);
      }
      lock.close();
    } catch (IOException e) {
      LOG.warn("{} cannot be removed: {}", path, e.getMessage());
    }
  }
}
