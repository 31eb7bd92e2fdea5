package io.jmessage.server.replication.failstop.transport;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.jmessage.server.replication.Address;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The connections to other servers: one each for calls, for the log stream and for snapshots, so
 * that bulk never delays a heart-beat. Thread-safe.
 */
final class PeerChannels implements AutoCloseable {

  /** What a connection is for. */
  enum Purpose {
    CALLS,
    LOG,
    SNAPSHOT
  }

  private record Key(Address peer, Purpose purpose) {}

  static final int MESSAGE_BYTES_MAX = 16 << 20;
  private static final int CONNECT_MILLIS = 1000;

  private final Map<Key, ManagedChannel> channels = new ConcurrentHashMap<>();

  /** Empty for an address that is none for a connection: nobody is there. */
  Optional<ManagedChannel> to(Address peer, Purpose purpose) {
    if (!peer.hasValidHost()) {
      return Optional.empty();
    }
    ManagedChannel channel =
        channels.computeIfAbsent(new Key(peer, purpose), key -> open(key.peer()));
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      // The protocol has its own times; gRPC's back-off would hide a peer that is back for seconds.
      channel.resetConnectBackoff();
    }
    return Optional.of(channel);
  }

  private static ManagedChannel open(Address peer) {
    return NettyChannelBuilder.forAddress(peer.resolvableHost(), peer.port())
        .usePlaintext()
        .directExecutor()
        .disableRetry()
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .keepAliveTime(10, TimeUnit.SECONDS)
        .keepAliveTimeout(2, TimeUnit.SECONDS)
        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
        .build();
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    channels.clear();
  }
}
