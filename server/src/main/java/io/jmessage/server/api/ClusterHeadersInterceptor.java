package io.jmessage.server.api;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.ReplicationEngine;

/**
 * Puts the cluster's id and epoch on every answer, also on one that is only an error. Thread-safe.
 */
final class ClusterHeadersInterceptor implements ServerInterceptor {
  private final ReplicationEngine engine;

  ClusterHeadersInterceptor(ReplicationEngine engine) {
    this.engine = engine;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return next.startCall(
        new SimpleForwardingServerCall<Q, R>(call) {
          private volatile boolean sent;

          @Override
          public void sendHeaders(Metadata answer) {
            add(answer);
            sent = true;
            super.sendHeaders(answer);
          }

          @Override
          public void close(Status status, Metadata trailers) {
            if (!sent) {
              add(trailers);
            }
            super.close(status, trailers);
          }
        },
        headers);
  }

  private void add(Metadata metadata) {
    ClusterView view = engine.view();
    view.clusterId().ifPresent(id -> metadata.put(RequestMetadata.CLUSTER_ID, id));
    metadata.put(RequestMetadata.EPOCH, Long.toString(view.epoch().number()));
  }
}
