package io.jmessage.bench.load;

import io.jmessage.system.Wait;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One thread hands each operation, when it is due, to a writer that has none. */
final class SteadyCalls implements Load {
  private final ArrayBlockingQueue<Caller> idle;
  private final Pace pace;
  private final Recording recording;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Thread thread = new Thread(this::pace, "pace");
  private volatile boolean stopping;

  SteadyCalls(List<Writer.Calling> writers, Pace pace, Recording recording) {
    this.idle = new ArrayBlockingQueue<>(writers.size());
    this.pace = pace;
    this.recording = recording;
    writers.forEach(writer -> idle.add(new Caller(writer)));
    thread.setDaemon(true);
  }

  @Override
  public void start() {
    pace.begin();
    thread.start();
  }

  private void pace() {
    try {
      while (!stopping) {
        long due = pace.next();
        Pace.await(due);
        Caller caller = idle.poll(LAST_OPERATION.toSeconds(), TimeUnit.SECONDS);
        if (caller == null) {
          recording.failed("no writer came free");
          return;
        }
        underWay.incrementAndGet();
        caller.begin(due);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void stop() {
    stopping = true;
    thread.interrupt();
    boolean unused = Wait.within(LAST_OPERATION, () -> !thread.isAlive() && underWay.get() == 0);
  }

  private final class Caller implements Completion {
    private final Writer.Calling writer;
    private long due;

    Caller(Writer.Calling writer) {
      this.writer = writer;
    }

    void begin(long dueAt) {
      due = dueAt;
      writer.begin(this);
    }

    @Override
    public void done() {
      recording.ended(System.nanoTime() - due);
      underWay.decrementAndGet();
      idle.add(this);
    }

    @Override
    public void failed(String why) {
      recording.failed(why);
      underWay.decrementAndGet();
    }
  }
}
