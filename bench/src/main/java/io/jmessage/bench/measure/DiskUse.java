package io.jmessage.bench.measure;

import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.log.SegmentedLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What a stopped server keeps on its disk. */
final class DiskUse {
  private DiskUse() {}

  /** All of it. */
  static long bytes(Path data) {
    try (Stream<Path> files = Files.walk(data)) {
      return files.filter(Files::isRegularFile).mapToLong(DiskUse::size).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The mean length of a command in the log. */
  static double entryBytes(Path data) {
    LongAdder entries = new LongAdder();
    LongAdder bytes = new LongAdder();
    try {
      SegmentedLog.open(
              data.resolve("log"),
              SegmentedLog.SEGMENT_BYTES,
              entry -> {
                if (entry.type() == LogEntry.Type.COMMAND) {
                  entries.increment();
                  bytes.add(entry.frame().size());
                }
              })
          .close();
      return bytes.sum() / (double) Math.max(1, entries.sum());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
