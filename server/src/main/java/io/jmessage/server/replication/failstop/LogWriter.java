package io.jmessage.server.replication.failstop;

import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.log.SegmentedLog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The thread that writes the log: takes whatever was appended during the previous sync, writes it,
 * and syncs once. So batches form by themselves, without a timer (docs/protocol.md, 3.6).
 *
 * <p>Entries can be read from the moment they are appended, before they are on disk. The queue
 * needs no bound of its own: the core stops taking commands when too much is not acknowledged.
 */
final class LogWriter implements AutoCloseable {

  /** Entries to write, or a task that must run between two batches. */
  private record Work(long generation, List<LogEntry> entries, FailStop.Task task) {}

  private static final int WORK_AT_ONCE = 1024;

  private final Supplier<SegmentedLog> log;
  private final Consumer<Event> synced;
  private final FailStop failStop;
  private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final ConcurrentSkipListMap<Long, LogEntry> unwritten = new ConcurrentSkipListMap<>();
  private final Thread thread;

  /** Log thread only. */
  private boolean stopped;

  /** {@code log}: asked every time, since a server that is repaired begins another one. */
  LogWriter(Supplier<SegmentedLog> log, Consumer<Event> synced, FailStop failStop) {
    this.log = log;
    this.synced = synced;
    this.failStop = failStop;
    this.thread = new Thread(this::run, "log");
  }

  void start() {
    thread.start();
  }

  /** Engine thread. {@link Event.Synced} follows when the entries are on disk. */
  void append(long generation, List<LogEntry> entries) {
    entries.forEach(entry -> unwritten.put(entry.index(), entry));
    queue.add(new Work(generation, entries, FailStop.NOTHING));
  }

  /** Runs a task on the log between two batches, and waits for it. */
  void runBetween(FailStop.Task task) {
    failStop.callAndWait(done -> queue.add(new Work(0, List.of(), () -> done.run(task))));
  }

  /** Runs a task on the log between two batches, some time later. */
  void runLater(FailStop.Task task) {
    queue.add(new Work(0, List.of(), task));
  }

  /**
   * Any thread. From {@code from} to {@code upTo}, which must have been appended and not cut since;
   * fewer if they take more than {@code bytesMax}, but at least one.
   */
  List<LogEntry> read(long from, long upTo, int bytesMax) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    long next = from;
    long bytes = 0;
    while (next <= upTo && bytes < bytesMax) {
      LogEntry fresh = unwritten.get(next);
      List<LogEntry> more =
          fresh != null ? List.of(fresh) : log.get().read(next, upTo, (int) (bytesMax - bytes));
      if (more.isEmpty()) {
        throw new IOException("the log has no entry " + next + ", asked for up to " + upTo);
      }
      entries.addAll(more);
      bytes += more.stream().mapToLong(entry -> entry.frame().size()).sum();
      next = entries.get(entries.size() - 1).index() + 1;
    }
    return entries;
  }

  private void run() {
    List<Work> works = new ArrayList<>();
    while (!stopped) {
      works.clear();
      try {
        works.add(queue.take());
        queue.drainTo(works, WORK_AT_ONCE);
        write(works);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException | Error e) {
        failStop.halt("cannot write the log", e);
        return;
      }
    }
  }

  private void write(List<Work> works) throws IOException {
    List<LogEntry> batch = new ArrayList<>();
    long generation = 0;
    for (Work work : works) {
      if (work.entries().isEmpty()) {
        flush(generation, batch);
        work.task().run();
      } else {
        generation = work.generation();
        batch.addAll(work.entries());
      }
    }
    flush(generation, batch);
  }

  private void flush(long generation, List<LogEntry> batch) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    log.get().append(batch);
    batch.forEach(entry -> unwritten.remove(entry.index(), entry));
    log.get().sync();
    synced.accept(new Event.Synced(generation, batch.get(batch.size() - 1).index()));
    batch.clear();
  }

  /** Writes what is queued, then ends. No interrupt: it would close the file under a write. */
  @Override
  public void close() {
    queue.add(new Work(0, List.of(), () -> stopped = true));
    FailStop.join(thread);
  }
}
