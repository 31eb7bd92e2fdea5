package io.jmessage.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.client.support.Recorder;
import io.jmessage.client.support.ScriptedCluster;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/**
 * Opens clients and clusters, and closes them after each test. Limits are generous: no test is
 * timed.
 */
abstract class ClientTestBase {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  ScriptedCluster closing(ScriptedCluster cluster) {
    open.push(cluster);
    return cluster;
  }

  ChatClient client(List<ServerAddress> addresses) {
    return client(ChatClientConfig.of(addresses));
  }

  ChatClient client(ChatClientConfig config) {
    ChatClient client = ChatClients.open(config);
    open.push(client);
    return client;
  }

  /** A client of this account, which is made if need be, logged in. */
  ChatClient loggedIn(ScriptedCluster cluster, String username) throws Exception {
    cluster.createAccount(username, "secret");
    ChatClient client = client(cluster.addresses());
    get(client.logIn(username, "secret"));
    return client;
  }

  Recorder recorderOf(ChatClient client) {
    Recorder recorder = new Recorder();
    client.addListener(recorder);
    return recorder;
  }

  <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  /** Why it failed; a future that does not fail is an error. */
  ChatClientException.Reason reasonOf(CompletableFuture<?> future) {
    Throwable failure =
        future
            .handle((value, thrown) -> thrown)
            .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
            .join();
    assertThat(failure).isInstanceOf(ChatClientException.class);
    return ((ChatClientException) failure).reason();
  }

  ConditionFactory await() {
    return Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(20));
  }

  void awaitStatus(ChatClient client, ConnectionState.Status status) {
    await().until(() -> client.connectionState().status() == status);
  }

  static List<String> texts(int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      texts.add("line " + i);
    }
    return texts;
  }
}
