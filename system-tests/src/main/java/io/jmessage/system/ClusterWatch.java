package io.jmessage.system;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ConnectionState;
import io.jmessage.client.ConnectionState.Status;
import io.jmessage.client.model.ClusterMember;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The cluster as its master tells a client: who is master, who is in sync. Thread-safe. */
public final class ClusterWatch {
  private final ChatClient client;

  public ClusterWatch(ChatClient client) {
    this.client = client;
  }

  /** Id of the master, while one answers. */
  public Optional<String> master() {
    ConnectionState state = client.connectionState();
    return state.status() == Status.CONNECTED
        ? state.members().stream().filter(ClusterMember::master).map(ClusterMember::id).findFirst()
        : Optional.empty();
  }

  /** Ids of the servers in sync; empty while no master answers. */
  public Set<String> inSync() {
    ConnectionState state = client.connectionState();
    return state.status() == Status.CONNECTED
        ? state.members().stream()
            .filter(ClusterMember::inSync)
            .map(ClusterMember::id)
            .collect(Collectors.toSet())
        : Set.of();
  }

  /**
   * Waits until exactly these servers are in sync.
   *
   * @throws SystemFailure after the limit
   */
  public void awaitInSync(Collection<Integer> servers, Duration limit) {
    Set<String> expected = servers.stream().map(String::valueOf).collect(Collectors.toSet());
    Wait.until(
        limit,
        () ->
            "servers "
                + expected
                + " are not the ones in sync; the master says "
                + inSync()
                + ", the client: "
                + client.connectionState().reason(),
        () -> inSync().equals(expected));
  }

  /**
   * Waits until a server other than this one is master.
   *
   * @return the new master
   */
  public int awaitMasterOtherThan(int server, Duration limit) {
    String other =
        Wait.forValue(
            limit,
            () -> "nobody took over from " + server + "; " + client.connectionState().reason(),
            () -> master().filter(id -> !id.equals(Integer.toString(server))));
    return Integer.parseInt(other);
  }

  /** Waits until there is a master, and says which. */
  public int awaitMaster(Duration limit) {
    return awaitMasterOtherThan(0, limit);
  }
}
