package io.jmessage.server.replication.failstop;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.StateMachine;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread that applies what is acknowledged to the state machine, in order and in batches, and
 * tells those who wait. The only one that changes the state.
 *
 * <p>Who waits for a result has it when the command is applied. A transaction costs as much as
 * dozens of commands, so it is ended seldom: when enough is in it, when it is old, or at once for a
 * reader who waits (docs/performance.md).
 */
final class Applier implements AutoCloseable {

  private static final int ENTRIES_AT_ONCE = 1024;
  private static final int BYTES_AT_ONCE = 4 << 20;

  /** What a transaction may hold, and how old it may grow, before it is ended without a reader. */
  private static final long UNSAVED_ENTRIES_MAX = 4096;

  private static final long UNSAVED_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(250);

  /** For {@link #load}: whatever has been applied. */
  static final long ALWAYS = -1;

  private final StateMachine stateMachine;
  private final FailStop.Task loadSnapshot;
  private final LogWriter log;
  private final Waiters waiters;
  private final Consumer<Event> inbox;
  private final FailStop failStop;
  private final Thread thread;

  /** Up to where the state is saved, and since when it is not; the applier's thread only. */
  private long saved;

  private long unsavedSince;

  private final Object lock = new Object();
  private long upTo;
  private int copies;
  private int members;
  private boolean closed;

  /** Grows with every {@link #rewind}: whoever began before must not say what it did. */
  private long generation;

  private boolean loadWaits;
  private boolean loading;

  /** The state need not be loaded if no more than this has been applied. */
  private long goodUpTo;

  Applier(
      StateMachine stateMachine,
      FailStop.Task loadSnapshot,
      LogWriter log,
      Waiters waiters,
      Consumer<Event> inbox,
      FailStop failStop) {
    this.stateMachine = stateMachine;
    this.loadSnapshot = loadSnapshot;
    this.log = log;
    this.waiters = waiters;
    this.inbox = inbox;
    this.failStop = failStop;
    this.upTo = stateMachine.applied().index();
    this.saved = upTo;
    this.thread = new Thread(this::run, "apply");
  }

  void start() {
    waiters.applied(generation, stateMachine.applied());
    thread.start();
  }

  /** Applies up to there; what is behind has been applied already. */
  void apply(long index, int onCopies, int ofMembers) {
    synchronized (lock) {
      if (index > upTo || ofMembers != members || onCopies != copies) {
        upTo = Math.max(upTo, index);
        copies = onCopies;
        members = ofMembers;
        lock.notifyAll();
      }
    }
  }

  /** A reader has come who waits for what is applied or will be. */
  void hurry() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  /**
   * Applies nothing more until it is told to; what it is applying just now counts no more, and the
   * entries for it may disappear from the log.
   */
  void rewind() {
    synchronized (lock) {
      upTo = 0;
      generation = waiters.rewind();
    }
  }

  /**
   * Replaces the state by the snapshot before anything more is applied, unless no more than {@code
   * keptUpTo} has been. Does not wait. A load that has not begun is not done twice.
   */
  void load(long keptUpTo) {
    synchronized (lock) {
      rewind();
      goodUpTo = loadWaits ? Math.min(goodUpTo, keptUpTo) : keptUpTo;
      loadWaits = true;
      lock.notifyAll();
    }
  }

  /** Whether the state is still being replaced, so that it must not be copied. */
  boolean isLoading() {
    synchronized (lock) {
      return loadWaits || loading;
    }
  }

  private void run() {
    try {
      while (true) {
        FailStop.Task task = nextTask();
        if (task == null) {
          return;
        }
        task.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      failStop.halt("cannot apply the log to the state", e);
    }
  }

  private FailStop.@Nullable Task nextTask() throws InterruptedException {
    synchronized (lock) {
      while (true) {
        long begun = generation;
        long unsavedNanos = unsavedNanos();
        if (mustSave(unsavedNanos)) {
          return () -> save(begun);
        }
        if (closed) {
          return null;
        }
        if (loadWaits) {
          loadWaits = false;
          loading = true;
          long keptUpTo = goodUpTo;
          return () -> load(begun, keptUpTo);
        }
        if (upTo > stateMachine.applied().index()) {
          long to = upTo;
          int onCopies = copies;
          int ofMembers = members;
          return () -> applyBatch(begun, to, onCopies, ofMembers);
        }
        if (isSaved()) {
          lock.wait();
        } else {
          TimeUnit.NANOSECONDS.timedWait(lock, UNSAVED_NANOS_MAX - unsavedNanos);
        }
      }
    }
  }

  private boolean isSaved() {
    return saved == stateMachine.applied().index();
  }

  private long unsavedNanos() {
    return isSaved() ? 0 : System.nanoTime() - unsavedSince;
  }

  /** Before the state is replaced, too: what is left of it may be all that stays. */
  private boolean mustSave(long unsavedNanos) {
    long applied = stateMachine.applied().index();
    return !isSaved()
        && (closed
            || loadWaits
            || applied - saved >= UNSAVED_ENTRIES_MAX
            || unsavedNanos >= UNSAVED_NANOS_MAX
            || waiters.isAwaited(applied));
  }

  private void save(long begun) {
    stateMachine.save();
    LogPosition reached = stateMachine.applied();
    saved = reached.index();
    waiters.applied(begun, reached);
    if (isCurrent(begun)) {
      inbox.accept(new Event.Applied(reached.index()));
    }
  }

  private void load(long begun, long keptUpTo) throws IOException {
    try {
      if (stateMachine.applied().index() > keptUpTo) {
        loadSnapshot.run();
      }
    } catch (IOException e) {
      synchronized (lock) {
        if (!loadWaits) {
          throw e;
        }
        goodUpTo = ALWAYS; // What is there now is not what the next one counts on.
      }
    } finally {
      synchronized (lock) {
        loading = false;
      }
    }
    saved = stateMachine.applied().index();
    waiters.applied(begun, stateMachine.applied());
  }

  private boolean isCurrent(long begun) {
    synchronized (lock) {
      return begun == generation;
    }
  }

  private List<LogEntry> read(long begun, long from, long to) throws IOException {
    try {
      return log.read(from, to, BYTES_AT_ONCE);
    } catch (IOException | RuntimeException e) {
      if (isCurrent(begun)) {
        throw e;
      }
      return List.of(); // They have been cut off meanwhile.
    }
  }

  private void applyBatch(long begun, long to, int onCopies, int ofMembers) throws IOException {
    LogPosition before = stateMachine.applied();
    long last = Math.min(to, before.index() + ENTRIES_AT_ONCE);
    List<LogEntry> entries = read(begun, before.index() + 1, last);
    if (!isCurrent(begun)) {
      return;
    }
    LogPosition previous = before;
    List<LogCommand> commands = new ArrayList<>(entries.size());
    for (LogEntry entry : entries) {
      // I8: the state stands on exactly the history that the log holds.
      if (!entry.follows(previous)) {
        throw new IllegalStateException("entry " + entry.index() + " does not follow " + previous);
      }
      previous = entry.position();
      if (entry.type() == LogEntry.Type.COMMAND) {
        commands.add(new LogCommand(entry.position(), entry.payload()));
      }
    }
    if (isSaved()) {
      unsavedSince = System.nanoTime();
    }
    List<ByteString> results = stateMachine.apply(commands, previous);
    for (int i = 0; i < commands.size(); i++) {
      waiters.complete(begun, commands.get(i).position(), results.get(i), onCopies, ofMembers);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    FailStop.join(thread);
  }
}
