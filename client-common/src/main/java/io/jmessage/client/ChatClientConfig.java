package io.jmessage.client;

import io.jmessage.client.cluster.ClientIdentity;
import io.jmessage.client.cluster.ServerAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a client needs to know at its start.
 *
 * @param addresses of servers; one that is reachable is enough, the others are learnt from it
 * @param requestDeadline how long a request may go on looking for a master before it fails
 * @param identity who this client is to the cluster
 * @param clock for the times that people see
 * @param dataDirectory where waiting lines, a copy of what was read, sessions and addresses are
 *     kept, per cluster and account; empty: in memory, for as long as the client lives
 * @param clientName what this program calls itself in the list of sessions, such as "window on
 *     desk"; sessions are kept apart by it
 */
public record ChatClientConfig(
    List<ServerAddress> addresses,
    Duration requestDeadline,
    ClientIdentity identity,
    Clock clock,
    Optional<Path> dataDirectory,
    String clientName) {
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
        addresses,
        REQUEST_DEADLINE,
        ClientIdentity.random(),
        Clock.systemUTC(),
        Optional.empty(),
        "");
  }

  public ChatClientConfig withRequestDeadline(Duration deadline) {
    return new ChatClientConfig(addresses, deadline, identity, clock, dataDirectory, clientName);
  }

  public ChatClientConfig withIdentity(ClientIdentity newIdentity) {
    return new ChatClientConfig(
        addresses, requestDeadline, newIdentity, clock, dataDirectory, clientName);
  }

  public ChatClientConfig withDataDirectory(Path directory) {
    return new ChatClientConfig(
        addresses, requestDeadline, identity, clock, Optional.of(directory), clientName);
  }

  public ChatClientConfig withClientName(String name) {
    return new ChatClientConfig(addresses, requestDeadline, identity, clock, dataDirectory, name);
  }
}
