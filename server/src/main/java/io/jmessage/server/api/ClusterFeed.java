package io.jmessage.server.api;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.jmessage.proto.client.ClusterState;
import io.jmessage.server.replication.ReplicationEngine;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Tells clients how the cluster is: at once, at every change, and with every tick, so that a silent
 * master is noticed. A state replaces the one before: a reader that is not ready misses some and is
 * not behind.
 *
 * <p>What is not private may be called on any thread; the streams belong to the push thread.
 */
final class ClusterFeed {
  private final ReplicationEngine engine;
  private final Executor push;
  private final Set<ServerCallStreamObserver<ClusterState>> observers = new LinkedHashSet<>();

  ClusterFeed(ReplicationEngine engine, Executor push) {
    this.engine = engine;
    this.push = push;
  }

  /** Opens a stream; see Watch in spec.proto. To be called where the call begins. */
  void watch(ServerCallStreamObserver<ClusterState> observer) {
    observer.setOnCancelHandler(() -> push.execute(() -> observers.remove(observer)));
    push.execute(
        () -> {
          if (!observer.isCancelled()) {
            observers.add(observer);
            observer.onNext(ApiMapper.clusterState(engine.view()));
          }
        });
  }

  /** Says how the cluster is now. */
  void tell() {
    push.execute(
        () -> {
          if (!observers.isEmpty()) {
            ClusterState state = ApiMapper.clusterState(engine.view());
            observers.stream()
                .filter(ServerCallStreamObserver::isReady)
                .forEach(observer -> observer.onNext(state));
          }
        });
  }

  /** Ends every stream. */
  void endAll(StatusRuntimeException reason) {
    push.execute(
        () -> {
          List.copyOf(observers).forEach(observer -> observer.onError(reason));
          observers.clear();
        });
  }
}
