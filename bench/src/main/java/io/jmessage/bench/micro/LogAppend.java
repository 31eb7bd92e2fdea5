package io.jmessage.bench.micro;

import com.google.protobuf.ByteString;
import io.jmessage.bench.contender.Texts;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.log.SegmentedLog;
import io.jmessage.system.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final Epoch EPOCH = new Epoch(1, new Address("localhost", 2626));

  /** Entries in a batch. */
  @Param({"1", "64"})
  public int entries;

  private final ByteString payload = ByteString.copyFromUtf8(Texts.ofSize(100));
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
    return batch(log.last());
  }

  @Benchmark
  public void makeAndAppend() throws IOException {
    log.append(batch(log.last()));
  }

  @Benchmark
  public void makeAppendAndSync() throws IOException {
    log.append(batch(log.last()));
    log.sync();
  }

  private List<LogEntry> batch(LogPosition after) {
    List<LogEntry> batch = new ArrayList<>(entries);
    LogPosition last = after;
    for (int i = 0; i < entries; i++) {
      LogEntry entry = LogEntry.after(last, EPOCH, LogEntry.Type.COMMAND, payload);
      batch.add(entry);
      last = entry.position();
    }
    return batch;
  }
}
