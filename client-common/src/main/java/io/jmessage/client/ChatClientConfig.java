package io.jmessage.client;

import io.jmessage.client.cluster.ClientIdentity;
import io.jmessage.client.cluster.ServerAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * What a client needs to know at its start.
 *
 * @param addresses of servers; one that is reachable is enough, the others are learnt from it
 * @param requestDeadline how long a request may go on looking for a master before it fails
 * @param identity who this client is to the cluster
 * @param clock for the times that people see
 */
public record ChatClientConfig(
    List<ServerAddress> addresses, Duration requestDeadline, ClientIdentity identity, Clock clock) {
  private static final Duration REQUEST_DEADLINE = Duration.ofSeconds(60);

  public ChatClientConfig {
    addresses = addresses.stream().distinct().toList();
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("give at least one server address");
    }
    if (requestDeadline.isNegative() || requestDeadline.isZero()) {
      throw new IllegalArgumentException("the request deadline must be positive");
    }
  }

  /** A client that nobody has seen before, with a minute for each request. */
  public static ChatClientConfig of(List<ServerAddress> addresses) {
    return new ChatClientConfig(
        addresses, REQUEST_DEADLINE, ClientIdentity.random(), Clock.systemUTC());
  }

  public ChatClientConfig withRequestDeadline(Duration deadline) {
    return new ChatClientConfig(addresses, deadline, identity, clock);
  }

  public ChatClientConfig withIdentity(ClientIdentity newIdentity) {
    return new ChatClientConfig(addresses, requestDeadline, newIdentity, clock);
  }
}
