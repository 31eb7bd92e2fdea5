package io.jmessage.server.support;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.Committed;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.NotMasterException;
import io.jmessage.server.replication.OutcomeUnknownException;
import io.jmessage.server.replication.RefusedException;
import io.jmessage.server.replication.ReplicationEngine;
import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.StateMachine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An engine of one server without a log: it orders commands on one thread and applies each at once.
 * Can be told to be anything that a real engine may be.
 */
public final class SingleServerEngine implements ReplicationEngine {
  public static final String CLUSTER_ID = "11111111-2222-3333-4444-555555555555";
  private static final Address SELF = new Address("localhost", 9001);
  private static final Address OTHER = new Address("localhost", 9002);
  private static final ClusterView.Member SELF_MEMBER =
      new ClusterView.Member("1", new Address("localhost", 8001), SELF, true);
  private static final ClusterView.Member OTHER_MEMBER =
      new ClusterView.Member("2", new Address("localhost", 8002), OTHER, true);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "engine"));
  private final List<Consumer<ClusterView>> listeners = new CopyOnWriteArrayList<>();
  private final StateMachine stateMachine;
  private volatile ClusterView view =
      view(Role.MASTER, new Epoch(1, SELF), Optional.of(SELF_MEMBER));
  private volatile Optional<Supplier<RuntimeException>> refusal = Optional.empty();
  private volatile boolean losesOutcomes;

  public SingleServerEngine(StateMachine stateMachine) {
    this.stateMachine = stateMachine;
  }

  /** From now on, or no longer: commands take effect, but nobody is told. */
  public void losesOutcomes(boolean loses) {
    losesOutcomes = loses;
  }

  public void refuse(RefusedException.Reason reason) {
    refusal = Optional.of(() -> new RefusedException(reason, "told to"));
  }

  public void refuseNoMore() {
    refusal = Optional.empty();
  }

  public void becomeMaster() {
    change(view(Role.MASTER, nextEpoch(SELF), Optional.of(SELF_MEMBER)));
  }

  public void becomeSlave() {
    change(view(Role.SLAVE, nextEpoch(OTHER), Optional.of(OTHER_MEMBER)));
  }

  public void loseMaster() {
    change(view(Role.RECOVERING, view.epoch(), Optional.empty()));
  }

  @Override
  public void start(StateMachine ignored) {}

  @Override
  public CompletableFuture<Committed> submit(ByteString command) {
    return onThread(() -> apply(command));
  }

  @Override
  public CompletableFuture<LogPosition> readBarrier() {
    return onThread(stateMachine::applied);
  }

  @Override
  public ClusterView view() {
    return view;
  }

  @Override
  public Runnable onViewChange(Consumer<ClusterView> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private Committed apply(ByteString command) {
    long index = stateMachine.applied().index() + 1;
    LogPosition position = new LogPosition(view.epoch(), index, index);
    ByteString result =
        stateMachine.apply(List.of(new LogCommand(position, command)), position).get(0);
    stateMachine.save();
    if (losesOutcomes) {
      throw new OutcomeUnknownException("told to lose it");
    }
    return new Committed(position, result, 2, 3);
  }

  private <T> CompletableFuture<T> onThread(Supplier<T> work) {
    if (refusal.isPresent()) {
      return CompletableFuture.failedFuture(refusal.get().get());
    }
    if (!view.isMaster()) {
      return CompletableFuture.failedFuture(new NotMasterException(view.master()));
    }
    return CompletableFuture.supplyAsync(work, thread);
  }

  private void change(ClusterView next) {
    view = next;
    thread.execute(() -> listeners.forEach(listener -> listener.accept(next)));
  }

  private Epoch nextEpoch(Address master) {
    return new Epoch(view.epoch().number() + 1, master);
  }

  private static ClusterView view(Role role, Epoch epoch, Optional<ClusterView.Member> master) {
    return new ClusterView(
        Optional.of(CLUSTER_ID), role, epoch, master, List.of(SELF_MEMBER, OTHER_MEMBER), 7);
  }
}
