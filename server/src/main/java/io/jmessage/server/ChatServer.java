package io.jmessage.server;

import io.jmessage.server.cli.ServerConfig;
import io.jmessage.server.replication.Address;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Placeholder until the composition root is there: starts nothing. */
public final class ChatServer implements AutoCloseable {

  private final ServerConfig config;
  private final CountDownLatch stopped = new CountDownLatch(1);

  private ChatServer(ServerConfig config) {
    this.config = config;
  }

  public static ChatServer start(ServerConfig config) throws IOException {
    return new ChatServer(config);
  }

  public Address clientAddress() {
    return config.clientAddress();
  }

  public Address internalAddress() {
    return config.internalAddress();
  }

  public void awaitStopped() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
  }
}
