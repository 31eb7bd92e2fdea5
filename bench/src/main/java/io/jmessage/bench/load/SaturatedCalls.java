package io.jmessage.bench.load;

import io.jmessage.system.Wait;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Each writer begins its next operation where the one before has ended: no thread waits. */
final class SaturatedCalls implements Load {
  private final List<Writer.Calling> writers;
  private final Recording recording;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean stopping;

  SaturatedCalls(List<Writer.Calling> writers, Recording recording) {
    this.writers = writers;
    this.recording = recording;
  }

  @Override
  public void start() {
    underWay.set(writers.size());
    writers.forEach(writer -> new Caller(writer).next());
  }

  @Override
  public void stop() {
    stopping = true;
    boolean unused = Wait.within(LAST_OPERATION, () -> underWay.get() == 0);
  }

  private final class Caller implements Completion {
    private final Writer.Calling writer;
    private long begun;

    Caller(Writer.Calling writer) {
      this.writer = writer;
    }

    void next() {
      begun = System.nanoTime();
      writer.begin(this);
    }

    @Override
    public void done() {
      recording.ended(System.nanoTime() - begun);
      if (stopping) {
        underWay.decrementAndGet();
      } else {
        next();
      }
    }

    @Override
    public void failed(String why) {
      recording.failed(why);
      underWay.decrementAndGet();
    }
  }
}
