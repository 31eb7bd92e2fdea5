package io.jmessage.client.support;

import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.proto.client.ClusterState;
import io.jmessage.proto.client.Member;
import io.jmessage.proto.client.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Servers on loopback ports with one chat behind them and at most one master, all of it told by the
 * test. Thread-safe; {@link #close} ends every server and thread.
 */
public final class ScriptedCluster implements AutoCloseable {
  private static final int WATCH_PERIOD_MILLIS = 200;

  final ScriptedChat chat = new ScriptedChat();
  final List<SeenCall> calls = new CopyOnWriteArrayList<>();
  private final List<ScriptedServer> servers = new ArrayList<>();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<ScriptedServer> members = new CopyOnWriteArrayList<>();
  private volatile String clusterId = "cluster-one";
  private volatile int master = -1;
  private final AtomicLong epoch = new AtomicLong();

  /** Servers that run, none of them master. */
  public ScriptedCluster(int size) {
    for (int i = 0; i < size; i++) {
      ScriptedServer server = new ScriptedServer(i, this);
      server.start();
      servers.add(server);
      members.add(server);
    }
    Future<?> unused =
        timer.scheduleAtFixedRate(
            () -> servers.forEach(ScriptedServer::pushState),
            WATCH_PERIOD_MILLIS,
            WATCH_PERIOD_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  /** Servers that run, the first of them master. */
  public static ScriptedCluster withMaster(int size) {
    ScriptedCluster cluster = new ScriptedCluster(size);
    cluster.promote(0);
    return cluster;
  }

  public ScriptedServer server(int index) {
    return servers.get(index);
  }

  public List<ServerAddress> addresses() {
    return servers.stream().map(ScriptedServer::address).toList();
  }

  /** Makes a server master of the next epoch; the one before learns it at once. */
  public void promote(int index) {
    epoch.incrementAndGet();
    master = index;
    servers.forEach(ScriptedServer::roleChanged);
  }

  /** Nobody is master until the next {@link #promote}. */
  public void holdElection() {
    master = -1;
    servers.forEach(ScriptedServer::roleChanged);
  }

  /** From now on these are another cluster's servers, as after a fresh start on the same ports. */
  public void becomeAnotherCluster() {
    clusterId = "cluster-two";
    servers.forEach(ScriptedServer::endStreams);
  }

  /** Only these are named as members. */
  public void nameMembers(int... indexes) {
    members.clear();
    for (int index : indexes) {
      members.add(servers.get(index));
    }
  }

  /** Puts an account there without any client. */
  public void createAccount(String username, String password) {
    chat.createAccount(username, password);
  }

  /** Ends all sessions of a user, as from another device. */
  public void endSessions(String username) {
    servers.forEach(server -> server.endSessions(username));
  }

  /** All messages that there are, in order. */
  public List<Message> messages() {
    return chat.all();
  }

  /** What all servers were asked, in order. */
  public List<SeenCall> calls(String method) {
    return calls.stream().filter(call -> call.method().equals(method)).toList();
  }

  String clusterId() {
    return clusterId;
  }

  long epoch() {
    return epoch.get();
  }

  boolean isMaster(int index) {
    return master == index;
  }

  String masterAddress() {
    int now = master;
    return now < 0 ? "" : servers.get(now).address().toString();
  }

  /** To the streams of all who are concerned, on the server that is master. */
  void publish(Message message) {
    servers.forEach(server -> server.publish(message));
  }

  ClusterState state(long asOfEpoch) {
    ClusterState.Builder state =
        ClusterState.newBuilder()
            .setClusterId(clusterId)
            .setEpoch(asOfEpoch)
            .setMasterId(Integer.toString(master + 1));
    for (ScriptedServer server : members) {
      state.addMember(
          Member.newBuilder()
              .setId(Integer.toString(server.index() + 1))
              .setClientAddress(server.address().toString())
              .setMaster(isMaster(server.index()))
              .setInSync(server.isRunning()));
    }
    return state.build();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    servers.forEach(ScriptedServer::kill);
  }
}
