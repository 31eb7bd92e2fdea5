package io.jmessage.server.replication.failstop;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.StateMachine;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.LogEntry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The thread that applies what is acknowledged to the state machine, in order and in batches, and
 * tells those who wait. The only one that changes the state.
 */
final class Applier implements AutoCloseable {

  private static final int ENTRIES_AT_ONCE = 1024;
  private static final int BYTES_AT_ONCE = 4 << 20;

  private final StateMachine stateMachine;
  private final LogWriter log;
  private final Waiters waiters;
  private final Consumer<Event> inbox;
  private final FailStop failStop;
  private final Thread thread;

  private final Object lock = new Object();
  private final Deque<FailStop.Task> tasks = new ArrayDeque<>();
  private long upTo;
  private int copies;
  private int members;
  private boolean closed;

  Applier(
      StateMachine stateMachine,
      LogWriter log,
      Waiters waiters,
      Consumer<Event> inbox,
      FailStop failStop) {
    this.stateMachine = stateMachine;
    this.log = log;
    this.waiters = waiters;
    this.inbox = inbox;
    this.failStop = failStop;
    this.upTo = stateMachine.applied().index();
    this.thread = new Thread(this::run, "apply");
  }

  void start() {
    waiters.applied(stateMachine.applied());
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

  /** Runs a task on the state between two batches, and waits for it; then applying begins anew. */
  void runBetween(FailStop.Task task) {
    failStop.callAndWait(
        done -> {
          synchronized (lock) {
            upTo = 0;
            tasks.add(() -> done.run(task));
            lock.notifyAll();
          }
        });
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
    } catch (IOException | RuntimeException e) {
      failStop.halt("cannot apply the log to the state", e);
    }
  }

  private FailStop.@Nullable Task nextTask() throws InterruptedException {
    synchronized (lock) {
      while (true) {
        if (closed) {
          return null;
        }
        FailStop.Task task = tasks.poll();
        if (task != null) {
          return task;
        }
        if (upTo > stateMachine.applied().index()) {
          long to = upTo;
          int onCopies = copies;
          int ofMembers = members;
          return () -> applyBatch(to, onCopies, ofMembers);
        }
        lock.wait();
      }
    }
  }

  private void applyBatch(long to, int onCopies, int ofMembers) throws IOException {
    LogPosition before = stateMachine.applied();
    long last = Math.min(to, before.index() + ENTRIES_AT_ONCE);
    List<LogEntry> entries = log.read(before.index() + 1, last, BYTES_AT_ONCE);
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
    List<ByteString> results = stateMachine.apply(commands, previous);
    waiters.applied(previous);
    for (int i = 0; i < commands.size(); i++) {
      waiters.complete(commands.get(i).position(), results.get(i), onCopies, ofMembers);
    }
    inbox.accept(new Event.Applied(previous.index()));
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
