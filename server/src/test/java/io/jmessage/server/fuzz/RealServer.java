package io.jmessage.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.jmessage.proto.admin.AdminServiceGrpc;
import io.jmessage.proto.admin.StatusReply;
import io.jmessage.proto.admin.StatusRequest;
import io.jmessage.proto.client.ClientAccountGrpc;
import io.jmessage.proto.client.ClientAccountGrpc.ClientAccountBlockingStub;
import io.jmessage.proto.client.CreateAccountRequest;
import io.jmessage.proto.client.LoginRequest;
import io.jmessage.proto.client.SendRequest;
import io.jmessage.server.api.ClientServer;
import io.jmessage.server.chat.Argon2;
import io.jmessage.server.chat.ChatStateMachine;
import io.jmessage.server.chat.ReplicatedChat;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.failstop.FailstopConfig;
import io.jmessage.server.replication.failstop.FailstopEngine;
import io.jmessage.server.replication.failstop.core.Timings;
import io.jmessage.server.replication.failstop.log.DataDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A whole server with both its ports on loopback, put together as ChatServer does it, but that a
 * halt is noted instead of ending the process.
 */
final class RealServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Argon2 CHEAP = new Argon2(64, 1);
  private static final Address ANY = new Address("127.0.0.1", 0);

  private final DataDirectory directory;
  private final ChatStateMachine state;
  private final FailstopEngine engine;
  private final ReplicatedChat chat;
  private final ClientServer clients;
  private final ManagedChannel clientPort;
  private final ManagedChannel internalPort;
  private final List<String> halts = new CopyOnWriteArrayList<>();

  private RealServer(String id, Path path, List<Address> masters) throws IOException {
    directory = DataDirectory.open(path);
    state = ChatStateMachine.open(path);
    FailstopConfig config =
        new FailstopConfig(
            id, ANY, ANY, ANY, masters.isEmpty(), masters, 1, true, 64 << 20, Timings.DEFAULTS);
    engine = new FailstopEngine(config, directory, this::clientAddress, halts::add);
    chat =
        new ReplicatedChat(
            engine, state, CHEAP, () -> TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()));
    clients = new ClientServer(ANY, engine, chat);
    clients.start();
    engine.start(state);
    clientPort = channel(clients.port());
    internalPort = channel(engine.internalPort());
  }

  static RealServer master(Path directory) throws IOException {
    RealServer server = new RealServer("m", directory, List.of());
    await().atMost(PATIENCE).until(() -> server.status().getRole().equals("MASTER"));
    return server;
  }

  static RealServer slave(Path directory, RealServer of) throws IOException {
    Address master = new Address("127.0.0.1", of.internalPortNumber());
    RealServer server = new RealServer("s", directory, List.of(master));
    await().atMost(PATIENCE).until(() -> server.status().getEligible());
    return server;
  }

  private static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  private Address clientAddress() {
    return new Address("127.0.0.1", clients.port());
  }

  int clientPortNumber() {
    return clients.port();
  }

  int internalPortNumber() {
    return engine.internalPort();
  }

  ManagedChannel clientPort() {
    return clientPort;
  }

  ManagedChannel internalPort() {
    return internalPort;
  }

  List<String> halts() {
    return halts;
  }

  ClientAccountBlockingStub client() {
    return ClientAccountGrpc.newBlockingStub(clientPort).withDeadlineAfter(20, TimeUnit.SECONDS);
  }

  StatusReply status() {
    return AdminServiceGrpc.newBlockingStub(internalPort)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .status(StatusRequest.getDefaultInstance());
  }

  /** All that a message may not change: role, promise, log, members, state. */
  String mark() {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> isSettled(status()));
    StatusReply status = status();
    return "%s %s %s applied %d, %s, digest %s"
        .formatted(
            status.getRole(),
            epoch(status.getPromised()),
            status.getLast(),
            status.getApplied(),
            status.getNewest(),
            state.digest());
  }

  /** Of what {@link #mark} said: the state, wherever the log ends. */
  static String digestOf(String mark) {
    return mark.substring(mark.lastIndexOf("digest "));
  }

  /** All that was ordered is applied. */
  private static boolean isSettled(StatusReply status) {
    return status.getApplied() == status.getLast().getIndex();
  }

  private static String epoch(io.jmessage.proto.replication.Epoch epoch) {
    return epoch.getNumber() + "@" + epoch.getMaster();
  }

  /** Signs up and logs in. */
  String join(String name) {
    assertThat(
            client()
                .createAccount(
                    CreateAccountRequest.newBuilder().setUsername(name).setPassword("pw").build())
                .getErrorCode())
        .isZero();
    return client()
        .login(LoginRequest.newBuilder().setUsername(name).setPassword("pw").build())
        .getSessionId();
  }

  /** Writes one line and fails unless it is acknowledged. */
  void serves(String session, String to) {
    SendRequest line =
        SendRequest.newBuilder().setSessionId(session).setTo(to).setMessage("still here").build();
    assertThat(client().send(line).getErrorCode()).isZero();
    assertThat(halts).isEmpty();
  }

  @Override
  public void close() throws IOException {
    clientPort.shutdownNow();
    internalPort.shutdownNow();
    engine.close();
    clients.close();
    chat.close();
    state.close();
    directory.close();
  }
}
