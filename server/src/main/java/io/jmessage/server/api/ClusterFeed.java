package io.jmessage.server.api;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.jmessage.proto.client.ClusterState;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.ReplicationEngine;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Tells clients how the cluster is: at once, at every change, and with every tick, so that a silent
 * master is noticed. A state replaces the one before: a reader that is not ready misses some and is
 * not behind. Who asks while nobody is the master waits for the answer, instead of asking again and
 * again.
 *
 * <p>What is not private may be called on any thread; the streams belong to the push thread.
 */
final class ClusterFeed {
  /** An election after a crash takes well under a second. */
  private static final long ELECTION_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

  private final ReplicationEngine engine;
  private final Executor push;
  private final Set<ServerCallStreamObserver<ClusterState>> observers = new LinkedHashSet<>();

  /** Came while nobody was the master, and when. */
  private final Map<ServerCallStreamObserver<ClusterState>, Long> waiting = new LinkedHashMap<>();

  ClusterFeed(ReplicationEngine engine, Executor push) {
    this.engine = engine;
    this.push = push;
  }

  /** Opens a stream; see Watch in spec.proto. To be called where the call begins. */
  void watch(ServerCallStreamObserver<ClusterState> observer) {
    observer.setOnCancelHandler(
        () ->
            push.execute(
                () -> {
                  observers.remove(observer);
                  waiting.remove(observer);
                }));
    push.execute(
        () -> {
          if (!observer.isCancelled()) {
            waiting.put(observer, System.nanoTime());
            answerWaiting();
          }
        });
  }

  /** An election may be over, or has taken too long to wait for it. */
  void lookForMaster() {
    push.execute(this::answerWaiting);
  }

  private void answerWaiting() {
    ClusterView view = engine.view();
    long now = System.nanoTime();
    List.copyOf(waiting.entrySet())
        .forEach(entry -> answer(entry.getKey(), view, now - entry.getValue()));
  }

  private void answer(
      ServerCallStreamObserver<ClusterState> observer, ClusterView view, long waitedNanos) {
    if (view.isMaster()) {
      waiting.remove(observer);
      observers.add(observer);
      observer.onNext(ApiMapper.clusterState(view));
    } else if (view.master().isPresent() || waitedNanos > ELECTION_NANOS_MAX) {
      waiting.remove(observer);
      observer.onError(ApiErrors.notMaster(view));
    }
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

  /** Ends every stream of one who is no longer the master, or never was. */
  void steppedDown(StatusRuntimeException reason) {
    push.execute(() -> end(observers, reason));
  }

  /** Ends every stream. */
  void endAll(StatusRuntimeException reason) {
    push.execute(
        () -> {
          end(observers, reason);
          end(waiting.keySet(), reason);
        });
  }

  private static void end(
      Set<ServerCallStreamObserver<ClusterState>> streams, StatusRuntimeException reason) {
    List.copyOf(streams).forEach(observer -> observer.onError(reason));
    streams.clear();
  }
}
