package io.jmessage.server.replication.failstop;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.Committed;
import io.jmessage.server.replication.InvalidCommandException;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.OutcomeUnknownException;
import io.jmessage.server.replication.RefusedException;
import io.jmessage.server.replication.ReplicationEngine;
import io.jmessage.server.replication.StateMachine;
import io.jmessage.server.replication.failstop.core.CoreSettings;
import io.jmessage.server.replication.failstop.core.DurableState;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.core.MemberRecord;
import io.jmessage.server.replication.failstop.core.ReplicaCore;
import io.jmessage.server.replication.failstop.log.DataDirectory;
import io.jmessage.server.replication.failstop.transport.GrpcPeerTransport;
import io.jmessage.server.replication.failstop.transport.PeerTransport;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fail-stop engine: opens disk and network, and runs the core's loop between them. It promises
 * what docs/protocol.md, 1, promises.
 */
public final class FailstopEngine implements ReplicationEngine {

  private static final Logger LOG = LoggerFactory.getLogger(FailstopEngine.class);

  /** Callers that may wait at once; one more is told to come later. */
  private static final int WAITING_MAX = 65_536;

  private final FailstopConfig config;
  private final DataDirectory directory;
  private final Supplier<Address> clientAddress;
  private final FailStop failStop;
  private final Waiters waiters = new Waiters();
  private final Views views = new Views();
  private @Nullable PeerTransport transport;
  private @Nullable Storage storage;
  private @Nullable LogWriter log;
  private @Nullable Applier applier;
  private @Nullable Reconciler reconciler;
  private @Nullable SnapshotTaker snapshots;
  private volatile @Nullable StateMachine stateMachine;
  private volatile @Nullable EngineLoop loop;
  private boolean closed;

  /**
   * Does nothing yet.
   *
   * @param directory open and locked; stays open when the engine is closed
   * @param clientAddress asked at start: what clients are told
   * @param halted ends the process with one line for the operator; called at most once
   */
  public FailstopEngine(
      FailstopConfig config,
      DataDirectory directory,
      Supplier<Address> clientAddress,
      Consumer<String> halted) {
    this.config = config;
    this.directory = directory;
    this.clientAddress = clientAddress;
    this.failStop = new FailStop(halted);
  }

  @Override
  public synchronized void start(StateMachine state) throws IOException {
    stateMachine = state;
    if (config.createCluster() && !directory.isNew()) {
      LOG.info("the data directory is in use: it finds its role from the other servers");
    }
    Storage opened = Storage.open(directory, config.serverId(), config.logKeepBytes());
    storage = opened;
    PeerTransport peers = new GrpcPeerTransport(config.internalBind());
    transport = peers;
    EngineLoop newLoop = new EngineLoop(opened, peers, state, waiters, views, failStop);
    LogWriter writer = new LogWriter(opened::log, newLoop::received, failStop);
    Applier newApplier =
        new Applier(state, () -> opened.load(state), writer, waiters, newLoop::received, failStop);
    SnapshotTaker taker = new SnapshotTaker(opened, newLoop::openOwnSnapshot, newLoop::received);
    snapshots = taker;
    log = writer;
    applier = newApplier;
    Operator operator = new Operator(newLoop, directory);
    peers.start(newLoop, operator);
    CoreSettings settings = settings(opened, peers.port());
    DurableState found = opened.recover(state);
    found.damage().ifPresent(damage -> sayDegraded(damage, settings.self().internalAddress()));
    ReplicaCore core = new ReplicaCore(settings, found);
    writer.start();
    newApplier.start();
    Reconciler newReconciler =
        new Reconciler(
            opened.diverged(),
            stateMachine,
            this::submit,
            this::readBarrier,
            newLoop::received,
            failStop);
    reconciler = newReconciler;
    newReconciler.start();
    newLoop.start(core, writer, newApplier, taker, newReconciler, operator);
    loop = newLoop;
  }

  private static void sayDegraded(String damage, Address self) {
    LOG.error(
        "DEGRADED: {}. Nothing was changed, and this server takes no part. While another server is"
            + " master, ./jmessage admin repair --at={} has it fetch everything from there",
        damage,
        self);
  }

  private CoreSettings settings(Storage opened, int port) {
    Address internal =
        config.internalAddress().port() == 0
            ? new Address(config.internalAddress().host(), port)
            : config.internalAddress();
    return new CoreSettings(
        new MemberRecord(config.serverId(), clientAddress.get(), internal, opened.dataUuid()),
        UUID.randomUUID().toString(),
        config.seeds(),
        config.createCluster(),
        UUID.randomUUID().toString(),
        config.minCopies(),
        config.trustRefused(),
        config.logKeepBytes(),
        config.timings());
  }

  /** The port on which other servers reach this one. */
  public synchronized int internalPort() {
    return Objects.requireNonNull(transport, "not started").port();
  }

  @Override
  public CompletableFuture<Committed> submit(ByteString command) {
    if (command.size() > LogEntry.PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException("command: at most 1 MiB, got " + command.size());
    }
    CompletableFuture<Committed> caller = new CompletableFuture<>();
    EngineLoop running = admit(caller);
    StateMachine state = stateMachine;
    if (running == null || state == null) {
      return caller;
    }
    try {
      state.check(command);
    } catch (InvalidCommandException e) {
      caller.completeExceptionally(e);
      return caller;
    }
    running.submit(waiters.addSubmission(caller), command);
    return caller;
  }

  @Override
  public CompletableFuture<LogPosition> readBarrier() {
    CompletableFuture<LogPosition> caller = new CompletableFuture<>();
    EngineLoop running = admit(caller);
    if (running != null) {
      running.read(waiters.addRead(caller));
    }
    return caller;
  }

  private @Nullable EngineLoop admit(CompletableFuture<?> caller) {
    EngineLoop running = loop;
    if (running == null) {
      caller.completeExceptionally(
          new RefusedException(RefusedException.Reason.CLOSED, "this server is not running"));
      return null;
    }
    if (waiters.waiting() >= WAITING_MAX) {
      caller.completeExceptionally(
          new RefusedException(RefusedException.Reason.TOO_BUSY, "too many callers wait"));
      return null;
    }
    return running;
  }

  @Override
  public ClusterView view() {
    return views.current();
  }

  @Override
  public Runnable onViewChange(Consumer<ClusterView> listener) {
    return views.listen(listener);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    EngineLoop running = loop;
    loop = null;
    if (running != null) {
      running.stop();
    }
    waiters.failAll(new OutcomeUnknownException("this server stops"));
    if (transport != null) {
      transport.close();
    }
    if (reconciler != null) {
      reconciler.close();
    }
    if (snapshots != null) {
      snapshots.close();
    }
    if (applier != null && running != null) {
      applier.close();
    }
    if (log != null && running != null) {
      log.close();
    }
    try {
      if (storage != null) {
        storage.close();
      }
    } catch (IOException e) {
      LOG.warn("closing the data directory: {}", e.toString());
    }
  }
}
