package io.jmessage.server;

import io.jmessage.server.api.ClientServer;
import io.jmessage.server.chat.Argon2;
import io.jmessage.server.chat.ChatStateMachine;
import io.jmessage.server.chat.ReplicatedChat;
import io.jmessage.server.cli.ExitCode;
import io.jmessage.server.cli.ServerConfig;
import io.jmessage.server.rehearsal.Rehearsal;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.failstop.FailstopConfig;
import io.jmessage.server.replication.failstop.FailstopEngine;
import io.jmessage.server.replication.failstop.log.DataDirectory;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: the only class that names implementations. Opens the data directory, the
 * state, the client port and the engine, in this order, and closes them in reverse.
 */
public final class ChatServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);

  /** One part to close. */
  private interface Part {
    void close() throws IOException;
  }

  private final ServerConfig config;
  private final Deque<Part> parts = new ArrayDeque<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Address clientAddress;
  private Address internalAddress;

  private ChatServer(ServerConfig config) {
    this.config = config;
    this.clientAddress = config.clientAddress();
    this.internalAddress = config.internalAddress();
  }

  /**
   * Starts a server. On return both ports are open; it may still be looking for its cluster.
   *
   * @throws IOException with one line for the operator
   */
  public static ChatServer start(ServerConfig config) throws IOException {
    ChatServer server = new ChatServer(config);
    try {
      server.open();
      return server;
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void open() throws IOException {
    DataDirectory directory = DataDirectory.open(config.dataDirectory());
    parts.push(directory::close);
    ChatStateMachine state = ChatStateMachine.open(directory.path());
    parts.push(state::close);
    FailstopEngine engine =
        new FailstopEngine(engineConfig(), directory, this::clientAddress, ChatServer::halt);
    ReplicatedChat chat =
        new ReplicatedChat(engine, state, Argon2.STANDARD, ChatServer::microsecondsNow);
    parts.push(chat::close);
    ClientServer clients = new ClientServer(config.clientBind(), engine, chat);
    clients.start();
    clientAddress = withPort(config.clientAddress(), clients.port());
    // Closing the engine first lets it hand over while clients still hear where to go.
    parts.push(clients::close);
    parts.push(engine::close);
    engine.start(state);
    internalAddress = withPort(config.internalAddress(), engine.internalPort());
    if (!config.rehearsal().isZero()) {
      parts.push(Rehearsal.start(directory.path(), config.rehearsal())::close);
    }
  }

  private FailstopConfig engineConfig() {
    List<Address> seeds = new ArrayList<>(config.peers());
    if (config.masterAddress() != null) {
      seeds.add(config.masterAddress());
    }
    return new FailstopConfig(
        config.id(),
        config.clientAddress(),
        config.internalAddress(),
        config.internalBind(),
        config.startsAsMaster(),
        seeds,
        config.minCopies(),
        config.trustRefused(),
        config.logKeepBytes(),
        config.timings());
  }

  private static Address withPort(Address address, int port) {
    return address.port() == 0 ? new Address(address.host(), port) : address;
  }

  private static long microsecondsNow() {
    return TimeUnit.MILLISECONDS.toMicros(Clock.systemUTC().millis());
  }

  /** Fail-stop: one line, and the process is gone; no shutdown hook may touch the data any more. */
  private static void halt(String why) {
    System.err.println("jmessage-server: halts: " + why);
    System.err.flush();
    Runtime.getRuntime().halt(ExitCode.HALTED);
  }

  /** As told to clients, with the real port. */
  public Address clientAddress() {
    return clientAddress;
  }

  /** As told to other servers, with the real port. */
  public Address internalAddress() {
    return internalAddress;
  }

  /** Blocks until this server has been closed. */
  public void awaitStopped() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (IOException e) {
        LOG.warn("closing: {}", e.toString());
      }
    }
    stopped.countDown();
  }
}
