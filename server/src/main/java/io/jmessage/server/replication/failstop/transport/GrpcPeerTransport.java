package io.jmessage.server.replication.failstop.transport;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.jmessage.proto.replication.FetchSnapshot;
import io.jmessage.proto.replication.MasterServiceGrpc;
import io.jmessage.proto.replication.PeerMessage;
import io.jmessage.proto.replication.SlaveServiceGrpc;
import io.jmessage.proto.replication.SnapshotFrame;
import io.jmessage.server.grpc.UnparsedMessages;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.failstop.core.Envelope;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.Message;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The internal port over gRPC. Thread-safe after {@link #start}. */
public final class GrpcPeerTransport implements PeerTransport {

  private static final long CALL_MILLIS = 1000;

  /** It is answered only when a whole batch is acknowledged. */
  private static final long RECONCILE_MILLIS = 10_000;

  private static final long SNAPSHOT_MINUTES = 60;
  private static final int SNAPSHOTS_AT_ONCE = 2;

  private final Address bind;
  private final PeerChannels channels = new PeerChannels();
  private final Prober prober = new Prober();
  private final PendingCalls calls = new PendingCalls();
  private final LogStreams streams = new LogStreams();
  private final ThreadPoolExecutor snapshotThreads =
      new ThreadPoolExecutor(
          SNAPSHOTS_AT_ONCE,
          SNAPSHOTS_AT_ONCE,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(16),
          task -> new Thread(task, "snapshot-out"));
  private @Nullable Inbox inbox;
  private @Nullable Server server;

  /** Serves on {@code bind}; port 0 takes any. */
  public GrpcPeerTransport(Address bind) {
    this.bind = bind;
    snapshotThreads.allowCoreThreadTimeOut(true);
  }

  /**
   * Opens the port.
   *
   * @throws IOException with a line for the operator, if it is taken
   */
  @Override
  public void start(Inbox to, AdminDesk desk) throws IOException {
    inbox = to;
    InternalServices services = new InternalServices(to, calls, streams, snapshotThreads);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(bind.resolvableHost(), bind.port()))
            .directExecutor()
            .permitKeepAliveTime(5, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxInboundMessageSize(PeerChannels.MESSAGE_BYTES_MAX)
            .addService(guarded(services.master))
            .addService(guarded(services.slave))
            .addService(guarded(new AdminCalls(desk, snapshotThreads)))
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new IOException(
          "cannot open the internal port "
              + bind
              + ": "
              + rootMessage(e)
              + "; is another server running there?",
          e);
    }
  }

  /** As streams, so that also bytes that cannot be parsed end with a status that says so. */
  private static ServerServiceDefinition guarded(BindableService service) {
    return ServerInterceptors.intercept(
        UnparsedMessages.of(service.bindService()), new MalformedCallInterceptor());
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }

  @Override
  public int port() {
    return server().getPort();
  }

  private Server server() {
    return Objects.requireNonNull(server, "not started");
  }

  private Inbox inbox() {
    return Objects.requireNonNull(inbox, "not started");
  }

  // ---- Out.

  @Override
  public void push(Address to, Envelope envelope, Message.Append append) {
    streams.send(to, MessageCodec.encode(envelope, append));
  }

  @Override
  public void send(Address to, Envelope envelope, Message message, long at) {
    PeerMessage encoded = MessageCodec.encode(envelope, message);
    MethodDescriptor<PeerMessage, PeerMessage> method = methodFor(message);
    if (method == null) {
      streams.send(to, encoded);
      return;
    }
    Optional<ManagedChannel> channel = channels.to(to, PeerChannels.Purpose.CALLS);
    if (channel.isEmpty()) {
      inbox().received(new Event.CallFailed(to));
      return;
    }
    long millis = message instanceof Message.Reconcile ? RECONCILE_MILLIS : CALL_MILLIS;
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(millis, TimeUnit.MILLISECONDS);
    ClientCalls.asyncUnaryCall(channel.get().newCall(method, options), encoded, new Answer(to, at));
  }

  /** Null: the message travels on the log stream. */
  private static @Nullable MethodDescriptor<PeerMessage, PeerMessage> methodFor(Message message) {
    if (message instanceof Message.Register) {
      return MasterServiceGrpc.getRegisterSlaveMethod();
    }
    if (message instanceof Message.Reconcile) {
      return MasterServiceGrpc.getReconcileMethod();
    }
    if (message instanceof Message.HeartBeat) {
      return MasterServiceGrpc.getHeartBeatMethod();
    }
    if (message instanceof Message.CheckMaster) {
      return SlaveServiceGrpc.getCheckMasterMethod();
    }
    if (message instanceof Message.FetchTail) {
      return SlaveServiceGrpc.getFetchTailMethod();
    }
    if (message instanceof Message.Claim
        || message instanceof Message.NewMaster
        || message instanceof Message.HandOver
        || message instanceof Message.Leave) {
      return SlaveServiceGrpc.getUpdateMasterMethod();
    }
    return null;
  }

  /** Brings the answer of a call to the core; a call that fails was lost. */
  private final class Answer implements StreamObserver<PeerMessage> {
    private final Address from;
    private final long calledAt;

    Answer(Address from, long calledAt) {
      this.from = from;
      this.calledAt = calledAt;
    }

    @Override
    public void onNext(PeerMessage message) {
      try {
        inbox()
            .received(
                new Event.Answered(
                    MessageCodec.envelope(message.getEnvelope()),
                    calledAt,
                    MessageCodec.decode(message)));
      } catch (IllegalArgumentException e) {
        inbox().received(new Event.CallFailed(from));
      }
    }

    @Override
    public void onError(Throwable cause) {
      if (Status.fromThrowable(cause).getCode() == Status.Code.UNAVAILABLE) {
        inbox().received(new Event.CallFailed(from));
      }
    }

    @Override
    public void onCompleted() {}
  }

  @Override
  public void reply(long replyTo, Envelope envelope, Message message) {
    calls.answer(replyTo, MessageCodec.encode(envelope, message));
  }

  @Override
  public void openStream(Address to, Envelope envelope, Message.SubscribeLog subscribe) {
    LogStreams.LogStream stream = streams.new LogStream(inbox(), LogStreams.OF_MASTER);
    Optional<ManagedChannel> channel = channels.to(to, PeerChannels.Purpose.LOG);
    if (channel.isEmpty()) {
      inbox().received(new Event.StreamClosed(to));
      return;
    }
    StreamObserver<PeerMessage> out =
        ClientCalls.asyncBidiStreamingCall(
            channel.get().newCall(MasterServiceGrpc.getSubscribeMethod(), CallOptions.DEFAULT),
            stream);
    stream.attach(to, out);
    streams.send(to, MessageCodec.encode(envelope, subscribe));
  }

  @Override
  public void closeStream(Address peer) {
    streams.close(peer);
  }

  @Override
  public void probe(Address peer) {
    prober.probe(peer, inbox()::received);
  }

  @Override
  public void fetchSnapshot(Address from, Envelope envelope, SnapshotReceiver receiver)
      throws IOException {
    PeerMessage request =
        PeerMessage.newBuilder()
            .setEnvelope(MessageCodec.encode(envelope))
            .setFetchSnapshot(FetchSnapshot.getDefaultInstance())
            .build();
    ManagedChannel channel =
        channels
            .to(from, PeerChannels.Purpose.SNAPSHOT)
            .orElseThrow(() -> new IOException("nobody can connect to " + from));
    CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(SNAPSHOT_MINUTES, TimeUnit.MINUTES);
    try {
      Iterator<SnapshotFrame> frames =
          ClientCalls.blockingServerStreamingCall(
              channel, MasterServiceGrpc.getFetchSnapshotMethod(), options, request);
      boolean whole = false;
      while (frames.hasNext()) {
        whole = receive(frames.next(), receiver);
      }
      if (!whole) {
        throw new IOException("the snapshot ended before its footer");
      }
    } catch (StatusRuntimeException | IllegalArgumentException e) {
      throw new IOException("the snapshot broke off: " + e.getMessage(), e);
    }
  }

  /** True for the footer. */
  private static boolean receive(SnapshotFrame frame, SnapshotReceiver receiver)
      throws IOException {
    switch (frame.getFrameCase()) {
      case HEADER ->
          receiver.header(
              MessageCodec.position(frame.getHeader().getPosition()),
              MessageCodec.config(frame.getHeader().getNewest()));
      case DATA -> receiver.data(frame.getData());
      case FOOTER -> {
        receiver.footer(frame.getFooter().getBytes(), frame.getFooter().getSha256());
        return true;
      }
      case FRAME_NOT_SET -> throw new IOException("an empty snapshot frame");
    }
    return false;
  }

  @Override
  public void close() {
    channels.close();
    prober.close();
    snapshotThreads.shutdownNow();
    Server running = server;
    if (running != null) {
      running.shutdownNow();
      try {
        running.awaitTermination(2, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
