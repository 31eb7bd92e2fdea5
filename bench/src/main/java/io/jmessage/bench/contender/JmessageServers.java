package io.jmessage.bench.contender;

import io.jmessage.client.ChatClient;
import io.jmessage.client.model.ClusterMember;
import io.jmessage.system.ClusterWatch;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.Wait;
import io.jmessage.system.history.Clients;
import io.jmessage.system.load.Memory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A Jmessage cluster that several contenders share: servers of this machine with the options of the
 * start script, or one that runs elsewhere. Not thread-safe.
 */
public final class JmessageServers implements AutoCloseable {
  private static final Duration IN_SYNC = Duration.ofSeconds(60);

  private final int servers;
  private final int spare;
  private final List<String> running;
  private @Nullable LocalCluster cluster;
  private @Nullable Users users;
  private String master = "";

  private JmessageServers(int servers, int spare, List<String> running) {
    this.servers = servers;
    this.spare = spare;
    this.running = List.copyOf(running);
  }

  /** So many, of this machine, with data of their own. */
  public static JmessageServers local(int servers) {
    return local(servers, 0);
  }

  /** The same, and places for some more that are not started. */
  public static JmessageServers local(int servers, int spare) {
    return new JmessageServers(servers, spare, List.of());
  }

  /** Those that run there; they are neither started nor stopped. */
  public static JmessageServers running(List<String> addresses) {
    return new JmessageServers(addresses.size(), 0, addresses);
  }

  public int size() {
    return servers;
  }

  /** Starts them if they do not run, and waits until all are in sync. */
  public void start(Path directory, Consumer<String> progress) {
    if (users != null) {
      return;
    }
    if (running.isEmpty()) {
      progress.accept("starting " + servers + " server(s) of Jmessage");
      cluster =
          LocalCluster.plan(directory, servers + spare)
              .withJvmOptions(Memory.written(LocalCluster.START_SCRIPT_OPTIONS));
      for (int server = 1; server <= servers; server++) {
        var unused = cluster.start(server);
      }
    }
    try (ChatClient observer = Clients.open(addresses())) {
      if (running.isEmpty()) {
        new ClusterWatch(observer)
            .awaitInSync(IntStream.rangeClosed(1, servers).boxed().toList(), IN_SYNC);
      }
      master =
          Wait.forValue(IN_SYNC, () -> "no master at " + addresses(), () -> masterOf(observer));
    }
    users = new Users(master, progress);
  }

  private static Optional<String> masterOf(ChatClient observer) {
    return observer.connectionState().members().stream()
        .filter(ClusterMember::master)
        .map(ClusterMember::clientAddress)
        .findFirst();
  }

  /** The client addresses of all. */
  public List<String> addresses() {
    return cluster == null ? running : cluster.addresses();
  }

  /** The client address of the one that was master at the start. */
  public String master() {
    return master;
  }

  public Users users() {
    if (users == null) {
      throw new IllegalStateException("not started");
    }
    return users;
  }

  /** The servers, if they are of this machine. */
  public LocalCluster cluster() {
    if (cluster == null) {
      throw new IllegalStateException("not started here");
    }
    return cluster;
  }

  /** By name; none if they run elsewhere. */
  public Map<String, ProcessHandle> processes() {
    Map<String, ProcessHandle> processes = new LinkedHashMap<>();
    if (cluster != null) {
      for (int server : cluster.alive()) {
        ProcessHandle.of(cluster.process(server).pid())
            .ifPresent(handle -> processes.put("server " + server, handle));
      }
    }
    return processes;
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
  }
}
