package io.jmessage.gui.support;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the window remembers from one start to the next: drafts, theme, place. A value is there for
 * {@link #get} at once; a thread of its own writes the file, anew as a whole. What cannot be read
 * or written is as if it had not been kept: the window works without. Thread-safe; only {@link
 * #close} blocks.
 */
public final class KeptValues implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KeptValues.class);
  private static final long CLOSE_SECONDS_MAX = 5;

  private final Properties values = new Properties();
  private final AtomicBoolean writeWanted = new AtomicBoolean();
  private final @Nullable Path file;
  private final @Nullable ExecutorService writer;

  private KeptValues(@Nullable Path file, boolean written) {
    this.file = file;
    this.writer = written ? Executors.newSingleThreadExecutor(KeptValues::thread) : null;
  }

  /** Kept for as long as this object lives. */
  public static KeptValues inMemory() {
    return new KeptValues(null, false);
  }

  /**
   * Reads the file, if there is one.
   *
   * @param written whether changes go back to it; one window at a time may do that
   */
  public static KeptValues open(Path file, boolean written) {
    KeptValues kept = new KeptValues(file, written);
    try (Reader in = Files.newBufferedReader(file)) {
      kept.values.load(in);
    } catch (NoSuchFileException first) {
      LOG.debug("nothing is remembered yet", first);
    } catch (IOException | IllegalArgumentException damaged) {
      LOG.warn("{} cannot be read; the window begins without it", file, damaged);
    }
    return kept;
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(values.getProperty(key));
  }

  /** An empty value is none. */
  public void put(String key, String value) {
    if (value.isEmpty()) {
      values.remove(key);
    } else {
      values.setProperty(key, value);
    }
    write();
  }

  /** Forgets all keys that begin so. */
  public void forget(String prefix) {
    values.keySet().removeIf(key -> key.toString().startsWith(prefix));
    write();
  }

  private void write() {
    if (writer != null && !writer.isShutdown() && writeWanted.compareAndSet(false, true)) {
      writer.execute(this::writeNow);
    }
  }

  private void writeNow() {
    writeWanted.set(false);
    Path target = file;
    if (target == null) {
      return;
    }
    Path fresh = target.resolveSibling(target.getFileName() + ".new");
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      try (Writer out = Files.newBufferedWriter(fresh)) {
        values.store(out, "What the Jmessage window remembers");
      }
      Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be written; the window goes on without", target, e);
    }
  }

  /** Waits until the last change is in the file. */
  @Override
  public void close() {
    if (writer == null) {
      return;
    }
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
        LOG.warn("{} is not written yet; the window ends without", file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "kept-values");
    thread.setDaemon(true);
    return thread;
  }
}
