package io.jmessage.system.demo;

import io.jmessage.system.ClusterWatch;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.ServerLine;
import io.jmessage.system.ServerProcess;
import io.jmessage.system.Wait;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Brings the servers of a demo up, and says how far they are. Not thread-safe. */
final class StartUp {
  private final LocalCluster cluster;
  private final PrintWriter out;

  StartUp(LocalCluster cluster, PrintWriter out) {
    this.cluster = cluster;
    this.out = out;
  }

  /** Starts all servers; on return their ports are open. */
  void start(DemoDirectory directory) {
    out.printf(
        "%s %d servers; their data and logs are in %s%n",
        directory.hasCluster() ? "Restarting" : "Starting", cluster.size(), directory.path());
    out.flush();
    cluster.startAll();
    directory.remember(cluster);
    for (int server = 1; server <= cluster.size(); server++) {
      ServerProcess process = cluster.process(server);
      ServerLine line = cluster.line(server);
      out.printf(
          "  server %s  process %d  clients %s  servers %s%n",
          line.id(), process.pid(), line.clientAddress(), line.internalAddress());
    }
    out.flush();
  }

  /** Says of each server when it is in sync. On return all are. */
  void awaitInSync(ClusterWatch watch, Duration limit) {
    Set<String> expected =
        cluster.alive().stream().map(String::valueOf).collect(Collectors.toSet());
    Set<String> told = new TreeSet<>();
    Wait.until(
        limit,
        () -> "only servers " + told + " came in sync; see the logs in " + cluster.directory(),
        () -> {
          tell(watch, told);
          return told.containsAll(expected);
        });
  }

  private void tell(ClusterWatch watch, Set<String> told) {
    String master = watch.master().orElse("");
    for (String server : List.copyOf(new TreeSet<>(watch.inSync()))) {
      if (told.add(server)) {
        out.printf(
            "  server %s is %s%n",
            server, server.equals(master) ? "the master" : "in sync, and can take over");
        out.flush();
      }
    }
  }
}
