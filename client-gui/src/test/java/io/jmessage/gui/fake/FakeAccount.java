package io.jmessage.gui.fake;

import io.jmessage.client.AccountControl;
import io.jmessage.client.model.DeviceSession;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Sessions and password of the account of one client. Thread-safe. */
final class FakeAccount implements AccountControl {
  private final FakeCluster cluster;
  private final FakeChatClient client;

  FakeAccount(FakeCluster cluster, FakeChatClient client) {
    this.cluster = cluster;
    this.client = client;
  }

  @Override
  public CompletableFuture<List<DeviceSession>> sessions() {
    return cluster.ask(() -> cluster.sessionsOf(client));
  }

  @Override
  public CompletableFuture<Void> endSession(DeviceSession session) {
    return cluster
        .ask(() -> cluster.endSessions(client, session.key(), "ended by the account's owner"))
        .thenAccept(ended -> {});
  }

  @Override
  public CompletableFuture<Void> endOtherSessions() {
    return cluster
        .ask(() -> cluster.endSessions(client, "", "ended by the account's owner"))
        .thenAccept(ended -> {});
  }

  @Override
  public CompletableFuture<Void> changePassword(String oldPassword, String newPassword) {
    return cluster
        .ask(() -> cluster.changePassword(client, oldPassword, newPassword))
        .thenAccept(ended -> {});
  }
}
