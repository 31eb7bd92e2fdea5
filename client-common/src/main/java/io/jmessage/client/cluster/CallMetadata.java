package io.jmessage.client.cluster;

import io.grpc.Metadata;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the client tells with every call (who it is, which cluster and epoch it has seen) and what
 * it learns from every answer of a master. An answer of an older epoch than the client has seen
 * comes from a master that was replaced and does not know it: it is refused here, once for all
 * calls. Loop thread only.
 */
final class CallMetadata {
  private static final Metadata.Key<String> CLIENT_ID = key("jmessage-client-id");
  private static final Metadata.Key<String> SEQUENCE = key("jmessage-sequence");
  private static final Metadata.Key<String> CLUSTER_ID = key("jmessage-cluster-id");
  private static final Metadata.Key<String> EPOCH = key("jmessage-epoch");

  private final ClientIdentity identity;
  private @Nullable String clusterId;
  private long highestEpoch;

  CallMetadata(ClientIdentity identity) {
    this.identity = identity;
  }

  /** The ids of a request that changes something. */
  CallIds nextIds() {
    return identity.nextIds();
  }

  /** For requests that change nothing. */
  CallIds noIds() {
    return new CallIds(identity.id(), 0);
  }

  /** The cluster that this client talks to; empty: none so far. */
  Optional<String> clusterId() {
    return Optional.ofNullable(clusterId);
  }

  /** No other cluster than this one will do. */
  void expectCluster(String expected) {
    clusterId = expected;
  }

  long highestEpoch() {
    return highestEpoch;
  }

  Metadata headers(CallIds ids) {
    Metadata headers = new Metadata();
    headers.put(CLIENT_ID, ids.clientId());
    if (ids.sequence() != 0) {
      headers.put(SEQUENCE, Long.toString(ids.sequence()));
    }
    if (clusterId != null) {
      headers.put(CLUSTER_ID, clusterId);
    }
    if (highestEpoch > 0) {
      headers.put(EPOCH, Long.toString(highestEpoch));
    }
    return headers;
  }

  /** Takes in the headers of an answer, or says why the answer must not be used. */
  Optional<CallFailure> accept(Metadata headers) {
    String cluster = headers.get(CLUSTER_ID);
    String epoch = headers.get(EPOCH);
    return accept(cluster == null ? "" : cluster, epoch == null ? highestEpoch : number(epoch));
  }

  /** The same for a cluster id (or empty) and an epoch that came another way. */
  Optional<CallFailure> accept(String cluster, long epoch) {
    if (clusterId != null && !cluster.isEmpty() && !cluster.equals(clusterId)) {
      return Optional.of(CallFailure.of(CallFailure.Kind.WRONG_CLUSTER, "it is another cluster"));
    }
    if (epoch < highestEpoch) {
      return Optional.of(
          CallFailure.of(
              CallFailure.Kind.STALE_EPOCH,
              "it answered for epoch " + epoch + " after " + highestEpoch));
    }
    highestEpoch = epoch;
    if (!cluster.isEmpty()) {
      clusterId = cluster;
    }
    return Optional.empty();
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return -1; // not an answer to rely on: counts as an old epoch
    }
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
