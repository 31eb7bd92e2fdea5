package io.jmessage.server.replication.failstop;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Committed;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Merge;
import io.jmessage.server.replication.StateMachine;
import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.LeftAside;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.log.DivergedDirectory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a partition: reads what was cut off this server's log, and orders anew what others or this
 * server had cut off (docs/protocol.md, 3.11). On a thread of its own; what is asked of it while it
 * is busy waits, and is asked again if it waits too long.
 */
final class Reconciler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
  private static final int WAITING_MAX = 64;
  private static final long COMMIT_MILLIS = 8_000;

  private final DivergedDirectory diverged;
  private final StateMachine stateMachine;
  private final Function<ByteString, CompletableFuture<Committed>> submit;
  private final Supplier<CompletableFuture<LogPosition>> readBarrier;
  private final Consumer<Event> inbox;
  private final FailStop failStop;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          task -> new Thread(task, "reconcile"));

  /** A command that has been submitted. */
  private record Ordered(
      LogEntry origin, ByteString command, CompletableFuture<Committed> outcome) {}

  Reconciler(
      DivergedDirectory diverged,
      StateMachine stateMachine,
      Function<ByteString, CompletableFuture<Committed>> submit,
      Supplier<CompletableFuture<LogPosition>> readBarrier,
      Consumer<Event> inbox,
      FailStop failStop) {
    this.diverged = diverged;
    this.stateMachine = stateMachine;
    this.submit = submit;
    this.readBarrier = readBarrier;
    this.inbox = inbox;
    this.failStop = failStop;
    thread.allowCoreThreadTimeOut(true);
  }

  /** Tells the core what is still to be submitted since before this start. */
  void start() throws IOException {
    diverged.pending().forEach(suffix -> inbox.accept(new Event.DivergedKept(suffix)));
  }

  void read(Effect.ReadDiverged read) {
    execute(
        () -> {
          String name = read.suffix().name();
          try {
            inbox.accept(new Event.DivergedRead(name, diverged.read(read.suffix())));
          } catch (IOException e) {
            inbox.accept(new Event.DivergedUnreadable(name, String.valueOf(e.getMessage())));
          }
        });
  }

  void save(Effect.SaveReconciled save) {
    execute(() -> diverged.save(save.suffix(), save.aside()));
  }

  void merge(Effect.Merge merge) {
    execute(
        () -> {
          try {
            List<LeftAside> aside = new Batch(merge).run();
            aside.forEach(a -> LOG.warn("left aside after a partition: {}", a.why()));
            inbox.accept(new Event.Merged(merge.replyTo(), merge.last(), aside));
          } catch (ExecutionException | TimeoutException e) {
            LOG.debug("could not merge a batch, it will be asked for again", e);
          } catch (RuntimeException e) {
            // Of another server's making: not a reason to halt.
            LOG.warn("cannot merge what was cut off up to {}: {}", merge.last(), e.toString());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void execute(FailStop.Task task) {
    try {
      thread.execute(
          () -> {
            try {
              task.run();
            } catch (IOException | RuntimeException | Error e) {
              failStop.halt("cannot reconcile", e);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("too much is being reconciled; it will be asked for again");
    }
  }

  /** One batch, in the order in which it was acknowledged on the other side. */
  private final class Batch {
    private final Effect.Merge merge;
    private final Set<String> leftBefore;
    private final List<LeftAside> aside = new ArrayList<>();
    private final Deque<Ordered> waiting = new ArrayDeque<>();

    Batch(Effect.Merge merge) {
      this.merge = merge;
      this.leftBefore = new TreeSet<>(merge.aside());
    }

    List<LeftAside> run() throws InterruptedException, ExecutionException, TimeoutException {
      if (!merge.entries().isEmpty()) {
        awaitThisHistory();
      }
      for (LogEntry entry : merge.entries()) {
        LogCommand origin = new LogCommand(entry.position(), entry.payload());
        Merge decided = stateMachine.merge(origin, leftBefore);
        if (decided instanceof Merge.Order order) {
          order(entry, order);
        } else if (decided instanceof Merge.LeaveAside leave) {
          leaveAside(entry, leave);
        }
      }
      settle();
      return aside;
    }

    /**
     * What is there already is judged by the state. While that is being replaced it may still be
     * the one of the log that was cut, which has everything that is to be added back.
     */
    private void awaitThisHistory()
        throws InterruptedException, ExecutionException, TimeoutException {
      LogPosition unused = readBarrier.get().get(COMMIT_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void order(LogEntry entry, Merge.Order order)
        throws InterruptedException, ExecutionException, TimeoutException {
      try {
        waiting.add(new Ordered(entry, order.command(), submit.apply(order.command())));
      } catch (IllegalArgumentException e) {
        leaveAside(entry, new Merge.LeaveAside("a command that is refused: " + e.getMessage(), ""));
      }
      if (order.decides()) {
        settle();
      }
    }

    private void settle() throws InterruptedException, ExecutionException, TimeoutException {
      while (!waiting.isEmpty()) {
        Ordered ordered = waiting.remove();
        Committed committed = ordered.outcome().get(COMMIT_MILLIS, TimeUnit.MILLISECONDS);
        stateMachine
            .merged(ordered.command(), committed.result())
            .ifPresent(leave -> leaveAside(ordered.origin(), leave));
      }
    }

    private void leaveAside(LogEntry entry, Merge.LeaveAside leave) {
      aside.add(new LeftAside(entry.position(), leave.why(), leave.what()));
      if (!leave.what().isEmpty()) {
        leftBefore.add(leave.what());
      }
    }
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
