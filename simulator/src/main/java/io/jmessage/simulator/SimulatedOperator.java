package io.jmessage.simulator;

import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.failstop.core.ConfigAt;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Does about a damaged disk what docs/operations.md says: repairs it from the master; if nobody can
 * be master without it, first promotes the best of the others that were in sync by force. Since
 * those hold everything acknowledged, nothing may be lost by that.
 */
final class SimulatedOperator {

  /** An election takes less; a person takes more. */
  private static final long PATIENCE_MICROS = 8_000_000;

  private final Simulation simulation;
  private long stuckSince = -1;
  private int forced;

  SimulatedOperator(Simulation simulation) {
    this.simulation = simulation;
  }

  int forced() {
    return forced;
  }

  void look() {
    List<SimulatedServer> damaged =
        simulation.servers().stream().filter(s -> s.role() == Role.DEGRADED).toList();
    damaged.stream().filter(SimulatedServer::isRunning).forEach(SimulatedServer::repair);
    boolean lost = !damaged.isEmpty() || simulation.checker().newestConfigNamesALostDisk();
    if (!lost || !isStuck()) {
      stuckSince = -1;
    } else if (stuckSince < 0) {
      stuckSince = simulation.now();
    } else if (simulation.now() - stuckSince > PATIENCE_MICROS) {
      best().ifPresent(this::force);
    }
  }

  private void force(SimulatedServer best) {
    stuckSince = -1;
    forced++;
    best.forcePromote();
  }

  /** All are there, and none of them acts: more is not to be had. */
  private boolean isStuck() {
    return simulation.servers().stream()
        .allMatch(
            s ->
                s.isRunning()
                    && !s.core().eligible()
                    && s.role() != Role.MASTER
                    && s.role() != Role.CANDIDATE);
  }

  /** The best log in the newest in-sync set that anybody knows. */
  private Optional<SimulatedServer> best() {
    ConfigAt newest =
        simulation.servers().stream()
            .map(s -> s.core().newestConfig())
            .max(
                Comparator.<ConfigAt, Epoch>comparing(c -> c.config().epoch())
                    .thenComparing(ConfigAt::index))
            .orElseThrow();
    return simulation.servers().stream()
        .filter(s -> newest.config().inSync().contains(s.address()))
        .filter(s -> s.role() == Role.RECOVERING)
        .max(Comparator.comparing(s -> s.core().last()));
  }
}
