package io.jmessage.server.api;

import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.jmessage.server.chat.ReplicatedChat;
import io.jmessage.server.grpc.UnparsedMessages;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.ReplicationEngine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The client port: the ClientAccount service, health and reflection, open for the whole life of the
 * process whatever its role. Thread-safe.
 */
public final class ClientServer implements AutoCloseable {

  /** The health service that is SERVING only while this server is the master. */
  public static final String MASTER_SERVICE = "jmessage.Master";

  /** Clients must hear something every 500 ms; this leaves room for a late thread. */
  private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);

  private static final Duration PRESENCE_INTERVAL = Duration.ofSeconds(1);

  /** grpc-java's clients ping every 10 s at most; without this they are sent away for it. */
  private static final long PING_SECONDS_MIN = 5;

  /**
   * A client whose machine is gone closes nothing. Without an answer to this ping its connection
   * ends, and with it its streams and its presence: after at most 20 s, and the 10 s of {@link
   * Presence}. Only what is read counts as a sign of life, so a healthy client is pinged, too.
   */
  private static final long KEEP_ALIVE_SECONDS = 10;

  private static final long KEEP_ALIVE_TIMEOUT_SECONDS = 10;

  /** Bounds what one connection can make this server hold; a load generator uses a tenth. */
  private static final int CALLS_PER_CONNECTION_MAX = 10_000;

  /** What running calls get when the server stops. */
  private static final long CALLS_END_SECONDS_MAX = 2;

  private final Address bind;
  private final ReplicationEngine engine;
  private final ReplicatedChat chat;
  private final HealthStatusManager health = new HealthStatusManager();
  private final PushThread push = new PushThread();
  private final Presence presence = new Presence(System::nanoTime);
  private final MessageFeed messageFeed;
  private final ClusterFeed clusterFeed;
  private final SendStreams sendStreams;
  private final EventLoops eventLoops = new EventLoops();
  private final Server server;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Runnable> subscriptions = new CopyOnWriteArrayList<>();

  /** Prepares the server; it listens after {@link #start}. */
  public ClientServer(Address bind, ReplicationEngine engine, ReplicatedChat chat) {
    this.bind = bind;
    this.engine = engine;
    this.chat = chat;
    this.messageFeed = new MessageFeed(chat, presence, push);
    this.clusterFeed = new ClusterFeed(engine, push);
    this.sendStreams = new SendStreams(chat, eventLoops);
    this.server = build();
  }

  /**
   * Opens the port.
   *
   * @throws IOException if it cannot; the message is for the operator
   */
  public void start() throws IOException {
    subscriptions.add(chat.onEvents(messageFeed::publish));
    subscriptions.add(chat.onActivity(presence::active));
    subscriptions.add(engine.onViewChange(this::viewChanged));
    viewChanged(engine.view());
    push.every(WATCH_INTERVAL, this::tick);
    push.every(PRESENCE_INTERVAL, presence::tick);
    try {
      server.start();
    } catch (IOException e) {
      close();
      throw new IOException(
          "client port: cannot listen on " + bind + "; is another server running there?", e);
    }
  }

  /** The port that it listens on; of use if it was asked to take any. */
  public int port() {
    return server.getPort();
  }

  /**
   * Sends clients away, ends their streams, waits a bounded time for running calls. To be called
   * before the engine is closed. Idempotent.
   */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    subscriptions.forEach(Runnable::run);
    subscriptions.clear();
    health.enterTerminalState();
    server.shutdown();
    endStreams(ApiErrors.stopping());
    push.close();
    try {
      if (!server.awaitTermination(CALLS_END_SECONDS_MAX, TimeUnit.SECONDS)) {
        server.shutdownNow().awaitTermination(CALLS_END_SECONDS_MAX, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    eventLoops.close();
  }

  private Server build() {
    // As streams, so that also a request that cannot be parsed ends as a row of the table.
    ServerServiceDefinition service =
        UnparsedMessages.of(
            new ClientAccountService(
                    chat, presence, messageFeed, clusterFeed, sendStreams, eventLoops)
                .bindService());
    InetSocketAddress address = new InetSocketAddress(bind.resolvableHost(), bind.port());
    return eventLoops
        .configure(NettyServerBuilder.forAddress(address))
        .maxInboundMessageSize(SizeInterceptor.TRANSPORT_BYTES_MAX)
        .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION_MAX)
        .permitKeepAliveTime(PING_SECONDS_MIN, TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
        .addService(
            ServerInterceptors.interceptForward(
                service,
                new ClusterHeadersInterceptor(engine),
                new ErrorMappingInterceptor(),
                new AdmissionInterceptor(engine),
                new SizeInterceptor()))
        .addService(health.getHealthService())
        .addService(ProtoReflectionServiceV1.newInstance())
        .build();
  }

  private void viewChanged(ClusterView view) {
    health.setStatus(
        MASTER_SERVICE, view.isMaster() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    tellOrEnd(view);
  }

  /** A call may have come in between this server's last look at the view and its stepping down. */
  private void tick() {
    tellOrEnd(engine.view());
  }

  private void tellOrEnd(ClusterView view) {
    clusterFeed.lookForMaster();
    if (view.isMaster()) {
      clusterFeed.tell();
    } else {
      StatusRuntimeException reason = ApiErrors.notMaster(view);
      messageFeed.endAll(reason);
      clusterFeed.steppedDown(reason);
      sendStreams.endAll(reason);
    }
  }

  private void endStreams(StatusRuntimeException reason) {
    messageFeed.endAll(reason);
    clusterFeed.endAll(reason);
    sendStreams.endAll(reason);
  }
}
