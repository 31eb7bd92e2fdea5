package io.jmessage.server.replication.failstop;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.StateMachine;
import io.jmessage.server.replication.failstop.core.ConfigAt;
import io.jmessage.server.replication.failstop.core.CoreSettings;
import io.jmessage.server.replication.failstop.core.Envelope;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.ReplicaCore;
import io.jmessage.server.replication.failstop.core.ServerStatus;
import io.jmessage.server.replication.failstop.transport.Inbox;
import io.jmessage.server.replication.failstop.transport.PeerTransport;
import io.jmessage.server.replication.failstop.transport.SnapshotSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The engine's one thread: takes what happens, gives it to the core with the time, and carries out
 * the effects. Notices when the whole process did not run for a while (docs/protocol.md, 3.9).
 */
final class EngineLoop implements Inbox {

  private static final long TICK_MILLIS = 20;
  private static final long PAUSE_MILLIS = 400;
  private static final int EVENTS_AT_ONCE = 256;
  private static final long STOP_MILLIS = 3000;
  private static final long ASK_MILLIS = 10_000;

  private final Storage storage;
  private final PeerTransport transport;
  private final StateMachine stateMachine;
  private final Waiters waiters;
  private final Views views;
  private final FailStop failStop;
  private final BlockingQueue<Runnable> happened = new LinkedBlockingQueue<>();
  private final BlockingQueue<Event.Submission> submissions = new LinkedBlockingQueue<>();
  private final AtomicLong submittedBytes = new AtomicLong();

  /** Whether the thread has been woken for what is submitted, or has seen it and lets it wait. */
  private final AtomicBoolean knowsOfSubmissions = new AtomicBoolean();

  private volatile @Nullable Applier applier;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "engine");
  private volatile boolean running = true;

  // Engine thread only, after start.
  private @Nullable ReplicaCore core;
  private @Nullable EffectRunner effects;
  private final EngineClock clock = EngineClock.ofTheSystem();
  private long lastHandledMillis;
  private long nextTickMillis;

  EngineLoop(
      Storage storage,
      PeerTransport transport,
      StateMachine stateMachine,
      Waiters waiters,
      Views views,
      FailStop failStop) {
    this.storage = storage;
    this.transport = transport;
    this.stateMachine = stateMachine;
    this.waiters = waiters;
    this.views = views;
    this.failStop = failStop;
  }

  void start(
      ReplicaCore newCore,
      LogWriter log,
      Applier newApplier,
      SnapshotTaker snapshots,
      Reconciler reconciler,
      Operator operator) {
    core = newCore;
    applier = newApplier;
    effects =
        new EffectRunner(
            newCore,
            storage,
            transport,
            log,
            newApplier,
            snapshots,
            waiters,
            reconciler,
            views,
            operator,
            failStop,
            this::received,
            stopped::countDown);
    thread.start();
  }

  // ---- From other threads.

  @Override
  public void received(Event event) {
    happened.add(() -> handle(event));
  }

  void submit(long ticket, ByteString command) {
    submittedBytes.addAndGet(command.size());
    submissions.add(new Event.Submission(ticket, command));
    wakeForSubmissions();
  }

  /** They are taken at the end of a step. */
  private void wakeForSubmissions() {
    if (!knowsOfSubmissions.getAndSet(true)) {
      happened.add(() -> {});
    }
  }

  void read(long ticket) {
    received(new Event.ReadRequested(ticket));
  }

  /** Hands over or leaves, as far as that goes in a few seconds, then ends the thread. */
  void stop() {
    received(new Event.StopRequested());
    try {
      if (!failStop.isHalting()) {
        boolean inTime = stopped.await(STOP_MILLIS, TimeUnit.MILLISECONDS);
        views.stopping(inTime);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running = false;
    happened.add(() -> {});
    FailStop.join(thread);
  }

  /** Answered between two events, so that what it sees belongs together. */
  <T> CompletableFuture<T> ask(Function<ReplicaCore, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    happened.add(() -> answer.complete(question.apply(core())));
    return answer;
  }

  CompletableFuture<ServerStatus> status() {
    return ask(asked -> asked.status(clock.millis()));
  }

  @Override
  public boolean isForeign(Envelope sender) {
    Optional<String> own = views.current().clusterId();
    return own.isPresent() && sender.clusterId().isPresent() && !own.equals(sender.clusterId());
  }

  @Override
  public Optional<SnapshotSource> openSnapshot(Envelope peer) throws IOException {
    ClusterView view = views.current();
    if (!view.isMaster() || !peer.clusterId().equals(view.clusterId())) {
      return Optional.empty();
    }
    return Optional.of(openOwnSnapshot());
  }

  /**
   * The state as it is now. Not on the engine's thread, which tells the Config.
   *
   * @throws IOException if there is none just now
   */
  SnapshotSource openOwnSnapshot() throws IOException {
    if (applier().isLoading()) {
      throw new IOException("the state is still being loaded; ask again");
    }
    StateMachine.Snapshot snapshot = stateMachine.openSnapshot();
    CompletableFuture<ConfigAt> newest =
        ask(asked -> asked.newestConfigUpTo(snapshot.position().index()));
    try {
      return new SnapshotSource(
          views.current().clusterId().orElse(""),
          snapshot,
          newest.get(ASK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      snapshot.close();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      snapshot.close();
      throw new IOException("the engine does not answer", e);
    }
  }

  // ---- The thread.

  private ReplicaCore core() {
    return Objects.requireNonNull(core, "started");
  }

  private Applier applier() {
    return Objects.requireNonNull(applier, "started");
  }

  private EffectRunner effects() {
    return Objects.requireNonNull(effects, "started");
  }

  private void run() {
    try {
      lastHandledMillis = clock.millis();
      effects().run(core().start(lastHandledMillis));
      while (running && !failStop.isHalting()) {
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | IOException | Error e) {
      failStop.halt("the engine cannot go on", e);
    }
  }

  private void step() throws InterruptedException, IOException {
    Runnable first = happened.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
    if (first != null) {
      first.run();
    }
    for (int i = 0; i < EVENTS_AT_ONCE; i++) {
      Runnable next = happened.poll();
      if (next == null) {
        break;
      }
      next.run();
    }
    takeSubmissions();
    long now = clock.millis();
    if (now >= nextTickMillis) {
      nextTickMillis = now + TICK_MILLIS;
      handle(new Event.Tick());
    }
  }

  /** They wait if the core would rather have more at once; it is asked again after each event. */
  private void takeSubmissions() {
    if (!core().wantsBatch(submissions.size(), submittedBytes.get())) {
      return;
    }
    knowsOfSubmissions.set(false); // Before it looks: one that comes now is not overlooked.
    if (submissions.isEmpty()) {
      return;
    }
    List<Event.Submission> batch = new ArrayList<>();
    submissions.drainTo(batch, CoreSettings.BATCH_COMMANDS_MAX);
    submittedBytes.addAndGet(-batch.stream().mapToLong(s -> s.payload().size()).sum());
    handle(new Event.Submitted(batch));
    if (!submissions.isEmpty()) {
      wakeForSubmissions();
    }
  }

  /**
   * The process may stand still at any moment, also between two events of one step: the core hears
   * of a pause before it acts on the time that has passed, and gets the very time at which was
   * looked.
   */
  private void handle(Event event) {
    long now = clock.millis();
    long gap = now - lastHandledMillis;
    lastHandledMillis = now;
    try {
      if (gap > PAUSE_MILLIS) {
        views.paused(gap);
        effects().run(core().on(now, new Event.Paused(gap)));
      }
      effects().run(core().on(now, event));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
