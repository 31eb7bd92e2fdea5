package io.jmessage.server.api;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.ResourceLeakDetector;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The network threads of the client port: epoll where there is one, and one thread per two cores,
 * which measured best on two (docs/performance.md). Handlers run on them and must not block.
 */
public final class EventLoops implements AutoCloseable {
  /**
   * Netty samples buffers for leaks unless told; they are gRPC's, and each sample walks a stack.
   */
  private static final String LEAK_DETECTION = "io.grpc.netty.shaded.io.netty.leakDetection.level";

  private static final int THREADS_MAX = 4;
  private static final long CLOSE_SECONDS_MAX = 2;

  static {
    if (System.getProperty(LEAK_DETECTION) == null) {
      ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }
  }

  private final boolean epoll = Epoll.isAvailable();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(
          Math.max(1, Math.min(THREADS_MAX, Runtime.getRuntime().availableProcessors() / 2)),
          new DefaultThreadFactory("client-port", true),
          epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

  /** Has the server use them, for its connections and for its handlers. */
  public NettyServerBuilder configure(NettyServerBuilder builder) {
    return builder
        .bossEventLoopGroup(group)
        .workerEventLoopGroup(group)
        .channelType(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
        .directExecutor();
  }

  /**
   * The thread of the connection whose handler calls this. Answers that are given there, and not
   * where they are found, wait for each other while it is busy, and leave in one write.
   */
  Executor ofCaller() {
    for (EventExecutor loop : group) {
      if (loop.inEventLoop()) {
        return loop;
      }
    }
    return Runnable::run;
  }

  @Override
  public void close() {
    var unused =
        group
            .shutdownGracefully(0, CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
            .awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
  }
}
