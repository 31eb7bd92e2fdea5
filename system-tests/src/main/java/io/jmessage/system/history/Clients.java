package io.jmessage.system.history;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientConfig;
import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClients;
import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.system.SystemFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Real clients, and the bounded wait for one answer. */
public final class Clients {
  /** A fail-over takes at most seconds; the rest is for a busy machine. */
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private Clients() {}

  public static ChatClient open(List<String> addresses) {
    List<ServerAddress> parsed = addresses.stream().map(ServerAddress::parse).toList();
    return ChatClients.open(ChatClientConfig.of(parsed).withRequestDeadline(DEADLINE));
  }

  /**
   * The answer.
   *
   * @throws ChatClientException as the client says
   * @throws SystemFailure if the client keeps neither answer nor deadline
   */
  public static <T> T answer(CompletableFuture<T> future) {
    try {
      return future.get(DEADLINE.toSeconds() + 10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ChatClientException refused) {
        throw refused;
      }
      throw new SystemFailure("the client failed: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new SystemFailure("the client did not answer within its deadline", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
  }
}
