package io.jmessage.bench.micro;

import io.jmessage.bench.contender.OwnLog;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.log.SegmentedLog;
import io.jmessage.system.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A batch of entries of 100 bytes: made, with the chain of checksums; appended; and synced. */
@State(Scope.Thread)
public class LogAppend {
  /** Entries in a batch. */
  @Param({"1", "64"})
  public int entries;

  private Path directory = Path.of("");

  @SuppressWarnings("NullAway.Init") // By the set-up.
  private SegmentedLog log;

  @Setup(Level.Iteration)
  public void open() throws IOException {
    directory = Files.createTempDirectory("jmessage-micro");
    log = SegmentedLog.open(directory.resolve("log"), SegmentedLog.SEGMENT_BYTES, entry -> {});
  }

  @TearDown(Level.Iteration)
  public void close() throws IOException {
    log.close();
    Trees.delete(directory);
  }

  @Benchmark
  public List<LogEntry> make() {
    return batch();
  }

  @Benchmark
  public void makeAndAppend() throws IOException {
    log.append(batch());
  }

  @Benchmark
  public void makeAppendAndSync() throws IOException {
    log.append(batch());
    log.sync();
  }

  private List<LogEntry> batch() {
    return OwnLog.batch(log.last(), entries * OwnLog.ENTRY_BYTES);
  }
}
