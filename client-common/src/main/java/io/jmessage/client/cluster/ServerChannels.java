package io.jmessage.client.cluster;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One channel per server, opened when first asked for and kept. gRPC's own retries and its back-off
 * of up to two minutes are kept out of the way: {@link MasterLocator} decides when to try. Loop
 * thread only.
 */
final class ServerChannels {
  private static final int CONNECT_TIMEOUT_MILLIS = 1_000;
  // The shortest that gRPC allows. It finds a dead network under a stream that expects nothing; a
  // silent master is found sooner, by the watch.
  private static final long KEEP_ALIVE_SECONDS = 10;
  private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 2;
  // A page of history is up to 4 MiB of texts.
  private static final int ANSWER_BYTES_MAX = 8 << 20;

  private final Map<ServerAddress, ManagedChannel> channels = new HashMap<>();
  private final Executor executor;

  ServerChannels(Executor executor) {
    this.executor = executor;
  }

  /**
   * The channel to a server; if its last connection failed, the next call connects anew, at once.
   */
  ManagedChannel to(ServerAddress address) {
    ManagedChannel channel = channels.computeIfAbsent(address, this::open);
    if (channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      // Not resetConnectBackoff: it reconnects, but calls made meanwhile still fail with the old
      // error.
      channel.enterIdle();
    }
    return channel;
  }

  /** Closes all. Calls still running end at once. */
  void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
  }

  /** After {@link #close}: nothing of gRPC runs any more. */
  boolean isTerminated() {
    return channels.values().stream().allMatch(ManagedChannel::isTerminated);
  }

  private ManagedChannel open(ServerAddress address) {
    return NettyChannelBuilder.forAddress(address.host(), address.port())
        .usePlaintext()
        .executor(executor)
        .disableRetry()
        .disableServiceConfigLookUp()
        .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .maxInboundMessageSize(ANSWER_BYTES_MAX)
        .build();
  }
}
