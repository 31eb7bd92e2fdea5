package io.jmessage.server.replication.failstop;

import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.transport.SnapshotSource;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Writes snapshots of this server's own state, each on a thread of its own, so that neither
 * applying nor the log waits for it, and throttled (docs/protocol.md, 3.8). The core asks for one
 * at a time.
 */
final class SnapshotTaker implements AutoCloseable {

  /** Opens the state as it is now. */
  interface Opener {
    SnapshotSource open() throws IOException;
  }

  private final Storage storage;
  private final Opener opener;
  private final Consumer<Event> inbox;
  private final CountDownLatch closed = new CountDownLatch(1);
  private Thread thread = new Thread(() -> {});

  SnapshotTaker(Storage storage, Opener opener, Consumer<Event> inbox) {
    this.storage = storage;
    this.opener = opener;
    this.inbox = inbox;
  }

  /** {@link Event.SnapshotTaken} or {@link Event.SnapshotNotTaken} follows. */
  synchronized void take() {
    if (closed.getCount() > 0) {
      thread = new Thread(() -> inbox.accept(write()), "snapshot-own");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private Event write() {
    try {
      SnapshotSource source = opener.open();
      try (var state = source.snapshot()) {
        Throttle throttle =
            new Throttle(System::nanoTime, nanos -> closed.await(nanos, TimeUnit.NANOSECONDS));
        long bytes = storage.write(state, source.newest(), throttle::rest);
        return new Event.SnapshotTaken(state.position(), bytes);
      }
    } catch (IOException | RuntimeException e) {
      return new Event.SnapshotNotTaken(String.valueOf(e.getMessage()));
    }
  }

  /** What is being written is left behind unfinished: the next start removes it. */
  @Override
  public void close() {
    Thread last;
    synchronized (this) {
      closed.countDown();
      last = thread;
    }
    FailStop.join(last);
  }
}
