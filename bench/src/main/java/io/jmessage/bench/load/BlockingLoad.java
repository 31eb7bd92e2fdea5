package io.jmessage.bench.load;

import java.util.ArrayList;
import java.util.List;

/** A thread for each writer. */
final class BlockingLoad implements Load {
  private final List<Thread> threads = new ArrayList<>();
  private final Pace pace;
  private final Recording recording;
  private volatile boolean stopping;

  BlockingLoad(List<Writer.Blocking> writers, Pace pace, Recording recording) {
    this.pace = pace;
    this.recording = recording;
    for (Writer.Blocking writer : writers) {
      Thread thread = new Thread(() -> write(writer), "writer-" + threads.size());
      thread.setDaemon(true);
      threads.add(thread);
    }
  }

  @Override
  public void start() {
    pace.begin();
    threads.forEach(Thread::start);
  }

  private void write(Writer.Blocking writer) {
    try {
      while (!stopping) {
        long due = pace.next();
        awaitDue(due);
        if (!stopping) {
          writer.write();
          recording.ended(System.nanoTime() - due);
        }
      }
    } catch (Exception e) { // Whatever a driver throws is the end of this writer.
      if (!stopping) {
        recording.failed(e.toString());
      }
    }
  }

  /** In steps, so that it hears of the end. */
  private void awaitDue(long due) {
    long step = 100_000_000;
    for (long left = due - System.nanoTime(); left > 0 && !stopping; left -= step) {
      Pace.await(System.nanoTime() + Math.min(left, step));
    }
  }

  @Override
  public void stop() {
    stopping = true;
    long end = System.nanoTime() + LAST_OPERATION.toNanos();
    try {
      for (Thread thread : threads) {
        thread.join(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
