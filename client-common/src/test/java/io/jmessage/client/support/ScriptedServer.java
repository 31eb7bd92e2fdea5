package io.jmessage.client.support;

import com.google.protobuf.Any;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.proto.client.ClusterState;
import io.jmessage.proto.client.Event;
import io.jmessage.proto.client.Message;
import io.jmessage.proto.client.Typing;
import io.jmessage.proto.client.User;
import io.jmessage.proto.error.ErrorDetail;
import io.jmessage.proto.error.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One server of a {@link ScriptedCluster}: its role comes from there, its faults from the test. */
public final class ScriptedServer {
  private static final Metadata.Key<String> CLIENT_ID = key("jmessage-client-id");
  private static final Metadata.Key<String> SEQUENCE = key("jmessage-sequence");
  private static final Metadata.Key<String> CLUSTER_ID = key("jmessage-cluster-id");
  private static final Metadata.Key<String> EPOCH = key("jmessage-epoch");

  private final int index;
  private final ScriptedCluster cluster;
  private final Map<StreamObserver<ClusterState>, Boolean> watchers = new ConcurrentHashMap<>();
  private final Map<StreamObserver<Event>, String> subscribers = new ConcurrentHashMap<>();

  private final Map<StreamObserver<Event>, String> sessions = new ConcurrentHashMap<>();

  private @Nullable Server server;
  private int port;
  private volatile boolean hanging;
  private volatile boolean hinting = true;
  private volatile boolean believesMaster;
  private volatile long believedEpoch;
  private final AtomicInteger unknownOutcomes = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile Reason refusal = Reason.TOO_BUSY;
  private final AtomicInteger unpushed = new AtomicInteger();
  private volatile boolean pushingTwice;

  ScriptedServer(int index, ScriptedCluster cluster) {
    this.index = index;
    this.cluster = cluster;
  }

  public int index() {
    return index;
  }

  public ServerAddress address() {
    return new ServerAddress("127.0.0.1", port);
  }

  // ---- What a test tells it. ----

  /** Starts it, again at the port that it had before. */
  public void start() {
    try {
      server =
          NettyServerBuilder.forAddress(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
              .addService(
                  ServerInterceptors.intercept(
                      new ScriptedAccountService(this, cluster), new Gate()))
              .build()
              .start();
      port = server.getPort();
      hanging = false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it as a crash would: connections break, nothing is answered any more. */
  public void kill() {
    Server was = server;
    server = null;
    if (was != null) {
      was.shutdownNow();
      awaitEnd(was);
    }
    watchers.clear();
    subscribers.clear();
  }

  private static void awaitEnd(Server ending) {
    try {
      ending.awaitTermination();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps the connections, takes every call, and says nothing more. */
  public void hang() {
    hanging = true;
  }

  /** As a slave it does not say who the master is. */
  public void giveNoHints() {
    hinting = false;
  }

  /** It goes on as master of an epoch, whatever the cluster says. */
  public void believeToBeMasterOf(long epoch) {
    believesMaster = true;
    believedEpoch = epoch;
  }

  /** The next changes are made and answered OUTCOME_UNKNOWN. */
  public void leaveOutcomeUnknown(int times) {
    unknownOutcomes.set(times);
  }

  /** The next changes are not made and answered with this. */
  public void refuse(Reason reason, int times) {
    refusal = reason;
    refusals.set(times);
  }

  /** The next messages are not pushed to anybody. */
  public void dropPushes(int times) {
    unpushed.set(times);
  }

  /** Every message is pushed twice. */
  public void pushTwice() {
    pushingTwice = true;
  }

  // ---- What the cluster and the service ask of it. ----

  boolean isRunning() {
    return server != null;
  }

  boolean takes(AtomicInteger counter) {
    return counter.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  boolean leavesOutcomeUnknown() {
    return takes(unknownOutcomes);
  }

  boolean refuses() {
    return takes(refusals);
  }

  StatusRuntimeException refusal() {
    return error(Status.RESOURCE_EXHAUSTED, refusal, "");
  }

  StatusRuntimeException outcomeUnknown() {
    return error(Status.UNAVAILABLE, Reason.OUTCOME_UNKNOWN, "");
  }

  void watch(StreamObserver<ClusterState> watcher) {
    watchers.put(watcher, true);
    pushState();
  }

  void subscribe(StreamObserver<Event> subscriber, String username, String session) {
    subscribers.put(subscriber, username);
    sessions.put(subscriber, session);
  }

  void endSession(String session) {
    sessions.forEach(
        (subscriber, id) -> {
          if (id.equals(session)) {
            end(subscriber, notLoggedIn());
          }
        });
  }

  void tellTyping(String from, String to, boolean typing) {
    Event event =
        Event.newBuilder()
            .setTyping(Typing.newBuilder().setUsername(from).setTyping(typing))
            .build();
    tell(to, event);
  }

  /** Tells a user who is subscribed here that somebody came or went. */
  public void tellPresence(String to, String username, boolean online) {
    User user =
        User.newBuilder().setUsername(username).setStatus(online ? "online" : "offline").build();
    tell(to, Event.newBuilder().setPresence(user).build());
  }

  /** Tells a user who is subscribed here the marks of a conversation. */
  public void tellConversation(String to, String with) {
    tell(to, Event.newBuilder().setConversation(cluster.chat.conversation(to, with)).build());
  }

  private void tell(String to, Event event) {
    subscribers.forEach(
        (subscriber, username) -> {
          if (username.equals(to)) {
            push(subscriber, event);
          }
        });
  }

  void pushState() {
    if (server == null || hanging || !isMaster()) {
      return;
    }
    ClusterState state = cluster.state(epoch());
    watchers.keySet().forEach(watcher -> push(watcher, state));
  }

  void publish(Message message) {
    if (server == null || hanging || takes(unpushed)) {
      return;
    }
    Event event = Event.newBuilder().setMessage(message).build();
    subscribers.forEach(
        (subscriber, username) -> {
          if (username.equals(message.getFrom()) || username.equals(message.getTo())) {
            push(subscriber, event);
            if (pushingTwice) {
              push(subscriber, event);
            }
          }
        });
  }

  void roleChanged() {
    if (!isMaster() && !hanging) {
      endStreams();
    }
  }

  void endStreams() {
    StatusRuntimeException reason = notMaster();
    watchers.keySet().forEach(watcher -> end(watcher, reason));
    watchers.clear();
    subscribers.keySet().forEach(subscriber -> end(subscriber, reason));
    subscribers.clear();
  }

  void endSessions(String username) {
    cluster.chat.endSessions(username);
    subscribers.forEach(
        (subscriber, name) -> {
          if (name.equals(username)) {
            end(subscriber, notLoggedIn());
          }
        });
  }

  StatusRuntimeException notLoggedIn() {
    return error(Status.UNAUTHENTICATED, Reason.NOT_LOGGED_IN, "");
  }

  long epoch() {
    return believesMaster ? believedEpoch : cluster.epoch();
  }

  private boolean isMaster() {
    return believesMaster || cluster.isMaster(index);
  }

  // Observers are not thread-safe, and a client that is gone is no fault of the test's.
  private static <T> void push(StreamObserver<T> stream, T message) {
    synchronized (stream) {
      try {
        stream.onNext(message);
      } catch (IllegalStateException | StatusRuntimeException e) {
        return;
      }
    }
  }

  private static void end(StreamObserver<?> stream, StatusRuntimeException reason) {
    synchronized (stream) {
      try {
        stream.onError(reason);
      } catch (IllegalStateException | StatusRuntimeException e) {
        return;
      }
    }
  }

  private StatusRuntimeException notMaster() {
    String hint = hinting ? cluster.masterAddress() : "";
    return cluster.masterAddress().isEmpty()
        ? error(Status.UNAVAILABLE, Reason.NO_MASTER, "")
        : error(Status.UNIMPLEMENTED, Reason.NOT_MASTER, hint);
  }

  private StatusRuntimeException error(Status status, Reason reason, String hint) {
    ErrorDetail detail =
        ErrorDetail.newBuilder()
            .setReason(reason)
            .setMasterAddress(hint)
            .setEpoch(cluster.epoch())
            .build();
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(status.getCode().value())
            .setMessage("scripted: " + reason)
            .addDetails(Any.pack(detail))
            .build());
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }

  /**
   * What every call meets first: hanging, role, cluster; it also records the call and adds headers.
   */
  private final class Gate implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
      RequestId id = idOf(headers);
      if (hanging) {
        call.request(1); // it takes the request, to the end of it
        return new Recording<>(new ServerCall.Listener<>() {}, call, id, headers);
      }
      StatusRuntimeException refused = refused(headers);
      if (refused != null) {
        Metadata trailers = refused.getTrailers();
        call.close(refused.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
      }
      CurrentCall.set(id);
      return new Recording<>(next.startCall(new WithHeaders<>(call), headers), call, id, headers);
    }

    private @Nullable StatusRuntimeException refused(Metadata headers) {
      String clusterId = headers.get(CLUSTER_ID);
      if (clusterId != null && !clusterId.equals(cluster.clusterId())) {
        return error(Status.FAILED_PRECONDITION, Reason.WRONG_CLUSTER, "");
      }
      return isMaster() ? null : notMaster();
    }

    private static RequestId idOf(Metadata headers) {
      String client = headers.get(CLIENT_ID);
      String sequence = headers.get(SEQUENCE);
      return new RequestId(
          client == null ? "" : client, sequence == null ? 0 : Long.parseLong(sequence));
    }
  }

  /** Hands the ids to the service, which runs on the same thread as this listener. */
  private final class Recording<Q> extends SimpleForwardingServerCallListener<Q> {
    private final String method;
    private final RequestId id;
    private final long epoch;

    Recording(
        ServerCall.Listener<Q> listener, ServerCall<Q, ?> call, RequestId id, Metadata headers) {
      super(listener);
      this.method = String.valueOf(call.getMethodDescriptor().getBareMethodName());
      this.id = id;
      String seen = headers.get(EPOCH);
      this.epoch = seen == null ? 0 : Long.parseLong(seen);
    }

    @Override
    public void onMessage(Q request) {
      cluster.calls.add(
          new SeenCall(index, method, id, epoch, (com.google.protobuf.Message) request));
      super.onMessage(request);
    }

    @Override
    public void onHalfClose() {
      CurrentCall.set(id);
      super.onHalfClose();
    }
  }

  private final class WithHeaders<Q, A> extends SimpleForwardingServerCall<Q, A> {
    WithHeaders(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void sendHeaders(Metadata headers) {
      headers.put(CLUSTER_ID, cluster.clusterId());
      headers.put(EPOCH, Long.toString(ScriptedServer.this.epoch()));
      super.sendHeaders(headers);
    }
  }
}
