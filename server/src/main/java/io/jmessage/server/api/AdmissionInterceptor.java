package io.jmessage.server.api;

import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.ReplicationEngine;

/**
 * Lets a call in only if its metadata is well-formed, it means this cluster, it has not seen a
 * newer master, and this server is the master; a Watch also while nobody is, to hear who becomes
 * it. What is refused here has not happened. Thread-safe.
 */
final class AdmissionInterceptor implements ServerInterceptor {
  private static final String WATCH = ClientAccountGrpc.getWatchMethod().getFullMethodName();

  private final ReplicationEngine engine;

  AdmissionInterceptor(ReplicationEngine engine) {
    this.engine = engine;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    RequestMetadata metadata = RequestMetadata.parse(headers);
    admit(metadata, engine.view(), isWatch(call));
    return Contexts.interceptCall(metadata.inContext(), call, headers, next);
  }

  private static boolean isWatch(ServerCall<?, ?> call) {
    return call.getMethodDescriptor().getFullMethodName().equals(WATCH);
  }

  private static void admit(RequestMetadata metadata, ClusterView view, boolean watch) {
    boolean foreign =
        metadata.clusterId().isPresent()
            && view.clusterId().isPresent()
            && !metadata.clusterId().equals(view.clusterId());
    if (foreign) {
      throw ApiErrors.wrongCluster();
    }
    if (metadata.epoch().orElse(0) > view.epoch().number()) {
      // Perhaps this master was replaced and does not know. It must not answer this client; it goes
      // on
      // for others, since a client's word alone must not depose a master.
      throw ApiErrors.staleEpoch(view.epoch().number());
    }
    boolean waits = watch && view.master().isEmpty();
    if (!view.isMaster() && !waits) {
      throw ApiErrors.notMaster(view);
    }
  }
}
