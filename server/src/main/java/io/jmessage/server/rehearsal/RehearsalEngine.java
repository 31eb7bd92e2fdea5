package io.jmessage.server.rehearsal;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.Committed;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.ReplicationEngine;
import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.StateMachine;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** The order of one server without a log: nothing that is promised here outlives the rehearsal. */
final class RehearsalEngine implements ReplicationEngine {
  private static final Address NOWHERE = new Address("127.0.0.1", 1);
  private static final ClusterView.Member SELF =
      new ClusterView.Member("rehearsal", NOWHERE, NOWHERE, true);

  private final StateMachine state;
  private final ClusterView view =
      new ClusterView(
          Optional.of("rehearsal"),
          Role.MASTER,
          new Epoch(1, NOWHERE),
          Optional.of(SELF),
          List.of(SELF),
          0);
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "rehearsal-apply");
            made.setDaemon(true);
            return made;
          });

  RehearsalEngine(StateMachine state) {
    this.state = state;
  }

  @Override
  public void start(StateMachine ignored) {}

  @Override
  public CompletableFuture<Committed> submit(ByteString command) {
    state.check(command);
    return CompletableFuture.supplyAsync(() -> apply(command), thread);
  }

  private Committed apply(ByteString command) {
    long index = state.applied().index() + 1;
    LogPosition position = new LogPosition(view.epoch(), index, index);
    ByteString result = state.apply(List.of(new LogCommand(position, command)), position).get(0);
    return new Committed(position, result, 1, 1);
  }

  @Override
  public CompletableFuture<LogPosition> readBarrier() {
    return CompletableFuture.supplyAsync(
        () -> {
          state.save();
          return state.applied();
        },
        thread);
  }

  @Override
  public ClusterView view() {
    return view;
  }

  @Override
  public Runnable onViewChange(Consumer<ClusterView> listener) {
    return () -> {};
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
