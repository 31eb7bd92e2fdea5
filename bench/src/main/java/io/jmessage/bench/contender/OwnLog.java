package io.jmessage.bench.contender;

import com.google.protobuf.ByteString;
import io.jmessage.bench.load.Writer;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.log.SegmentedLog;
import io.jmessage.system.SystemFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The server's log alone, in this process: batches of entries, each appended and synced. Another
 * thread makes the entries, as in a server; for batches of hundreds that thread is the bound.
 */
public final class OwnLog implements Contender {
  /** Of text in one entry. */
  public static final int ENTRY_BYTES = 100;

  private static final Epoch EPOCH = new Epoch(1, new Address("localhost", 2626));
  private static final int BATCHES_AHEAD = 64;

  private final String name;
  private Path directory = Path.of("");
  private int opened;

  public OwnLog(String name) {
    this.name = name;
  }

  /** The disk itself, writing as many bytes as the log makes of a batch. */
  public static Contender sameBytesBare() {
    return new Fdatasync(size -> bytes(batch(LogPosition.START, size)));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String what() {
    return "the server's log alone: batches of entries of %d bytes, each batch appended and synced"
        .formatted(ENTRY_BYTES);
  }

  @Override
  public void start(Path where, Consumer<String> progress) {
    directory = where;
  }

  @Override
  public String version() {
    return "in this process";
  }

  @Override
  public int writersMax() {
    return 1;
  }

  @Override
  public Crew open(int writers, int size) {
    try {
      opened++;
      SegmentedLog log =
          SegmentedLog.open(
              directory.resolve("log-" + opened), SegmentedLog.SEGMENT_BYTES, entry -> {});
      Appender appender = new Appender(log, size);
      return new Crew(List.of(appender), appender::end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Entries that follow that position, with so many bytes of text in all. */
  public static List<LogEntry> batch(LogPosition after, int bytes) {
    ByteString payload = ByteString.copyFromUtf8(Texts.ofSize(Math.min(ENTRY_BYTES, bytes)));
    List<LogEntry> entries = new ArrayList<>();
    LogPosition last = after;
    for (int i = 0; i < Math.max(1, bytes / ENTRY_BYTES); i++) {
      LogEntry entry = LogEntry.after(last, EPOCH, LogEntry.Type.COMMAND, payload);
      entries.add(entry);
      last = entry.position();
    }
    return entries;
  }

  private static int bytes(List<LogEntry> batch) {
    return batch.stream().mapToInt(entry -> entry.frame().size()).sum();
  }

  @Override
  public Map<String, ProcessHandle> processes() {
    return Map.of();
  }

  @Override
  public void close() {}

  private static final class Appender implements Writer.Blocking {
    private final SegmentedLog log;
    private final int bytes;
    private final BlockingQueue<List<LogEntry>> ready = new ArrayBlockingQueue<>(BATCHES_AHEAD);
    private final Thread maker = new Thread(this::make, "entries");

    Appender(SegmentedLog log, int bytes) {
      this.log = log;
      this.bytes = bytes;
      maker.setDaemon(true);
      maker.start();
    }

    private void make() {
      LogPosition last = log.last();
      try {
        while (!Thread.currentThread().isInterrupted()) {
          List<LogEntry> batch = batch(last, bytes);
          last = batch.get(batch.size() - 1).position();
          ready.put(batch);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // The end.
      }
    }

    @Override
    public void write() throws IOException, InterruptedException {
      List<LogEntry> batch = ready.poll(1, TimeUnit.MINUTES);
      if (batch == null) {
        throw new SystemFailure("no entries were made");
      }
      log.append(batch);
      log.sync();
    }

    void end() {
      maker.interrupt();
      try {
        log.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
