package io.jmessage.bench.contender;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A few connections of gRPC, the same for everything that is measured through it: one network
 * thread per two cores, as the servers have, and answers are taken on it.
 */
public final class ClientChannels implements AutoCloseable {
  private static final int ANSWER_BYTES_MAX = 8 << 20;
  private static final int THREADS_MAX = 4;

  private final boolean epoll = Epoll.isAvailable();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          Math.max(1, Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors() / 2)),
          new DefaultThreadFactory("generator", true),
          epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  private final List<ManagedChannel> channels = new ArrayList<>();

  /** Connections to each of the addresses in turn. */
  public ClientChannels(List<String> addresses, int connections) {
    for (int i = 0; i < connections; i++) {
      channels.add(connect(addresses.get(i % addresses.size())));
    }
  }

  private ManagedChannel connect(String address) {
    return NettyChannelBuilder.forTarget(address)
        .usePlaintext()
        .eventLoopGroup(group)
        .channelType(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
        .directExecutor()
        .disableRetry()
        .maxInboundMessageSize(ANSWER_BYTES_MAX)
        .build();
  }

  /** Each writer keeps to one. */
  public ManagedChannel of(int writer) {
    return channels.get(writer % channels.size());
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    var unused = group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2_000);
  }
}
