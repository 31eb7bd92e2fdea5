package io.jmessage.server.replication.failstop;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.ClusterView;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.failstop.core.Config;
import io.jmessage.server.replication.failstop.core.ReplicaCore;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the rest of the server sees of the cluster, and the log line for each change of role, epoch
 * or master. Written by the engine's thread, read by any.
 */
final class Views {

  private static final Logger LOG = LoggerFactory.getLogger(Views.class);

  private final List<Consumer<ClusterView>> listeners = new CopyOnWriteArrayList<>();
  private volatile ClusterView current =
      new ClusterView(
          Optional.empty(), Role.RECOVERING, Epoch.NONE, Optional.empty(), List.of(), 0);
  private volatile long commitIndex;

  ClusterView current() {
    ClusterView view = current;
    return new ClusterView(
        view.clusterId(), view.role(), view.epoch(), view.master(), view.members(), commitIndex);
  }

  Runnable listen(Consumer<ClusterView> listener) {
    listeners.add(listener);
    listener.accept(current());
    return () -> listeners.remove(listener);
  }

  void committed(long index) {
    commitIndex = Math.max(commitIndex, index);
  }

  void update(ReplicaCore core) {
    ClusterView before = current;
    ClusterView after = viewOf(core);
    current = after;
    if (before.role() != after.role()
        || !before.epoch().equals(after.epoch())
        || !before.master().equals(after.master())) {
      LOG.info(
          "epoch {}: {}, {}",
          after.epoch().number(),
          after.role(),
          after.master().map(m -> "master is server " + m.id()).orElse("no master"));
    }
    listeners.forEach(listener -> listener.accept(current()));
  }

  void paused(long millis) {
    LOG.info("epoch {}: this process did not run for {} ms", current.epoch().number(), millis);
  }

  void stopping(boolean inTime) {
    LOG.info(
        "epoch {}: stops{}",
        current.epoch().number(),
        inTime ? "" : " without having been able to hand over or leave in time");
  }

  private ClusterView viewOf(ReplicaCore core) {
    Config config = core.newestConfig().config();
    Set<Address> inSync = core.inSync();
    List<ClusterView.Member> members =
        config.members().stream()
            .map(
                m ->
                    new ClusterView.Member(
                        m.id(),
                        m.clientAddress(),
                        m.internalAddress(),
                        inSync.contains(m.internalAddress())))
            .collect(Collectors.toList());
    Optional<ClusterView.Member> masterMember =
        core.masterForClients()
            .flatMap(a -> members.stream().filter(m -> m.internalAddress().equals(a)).findFirst());
    return new ClusterView(
        core.clusterId(), core.role(), core.promised(), masterMember, members, commitIndex);
  }
}
