package io.jmessage.simulator;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.failstop.core.ConfigAt;
import io.jmessage.server.replication.failstop.core.Envelope;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.core.ReplicaCore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the whole cluster, which no server can see, against the invariants of docs/protocol.md
 * after every step, and the history of the clients against what they were told.
 *
 * <p>An entry counts as acknowledged once a master's commit index covers it, whether or not a
 * client heard so. What is acknowledged is one history, kept here; except while links are cut,
 * where each side may have its own until they meet.
 */
final class InvariantChecker {

  private record Mastership(String server, int incarnation) {}

  private record EntryName(Epoch epoch, long index) {}

  private record Outcome(String id, long index) {}

  private final Simulation simulation;
  private final boolean oneHistory;
  private final Map<Address, Epoch> promised = new HashMap<>();
  private final Map<Address, ConfigAt> configs = new HashMap<>();
  private final Map<Address, Long> commits = new HashMap<>();
  private final Map<Epoch, Mastership> masters = new HashMap<>();
  private final Map<EntryName, Long> chains = new HashMap<>();
  private final List<LogPosition> acknowledged = new ArrayList<>(List.of(LogPosition.START));
  private final Map<LogPosition, Long> digests = new HashMap<>();
  private final Map<String, Boolean> invoked = new HashMap<>();
  private final List<Outcome> outcomes = new ArrayList<>();
  private long lastAcknowledged;
  private long lastSeen;
  private int reads;
  private long checks;

  InvariantChecker(Simulation simulation) {
    this.simulation = simulation;
    this.oneHistory = !simulation.profile().cuts();
  }

  // ---- After every step of a server.

  void afterEvent(SimulatedServer server) {
    if (!server.isUp()) {
      return;
    }
    checks++;
    ReplicaCore core = server.core();
    promiseNeverDecreases(server, server.disk().vote());
    if (core.role() == Role.MASTER) {
      oneMasterPerEpoch(server);
      if (hasNewCommit(server) || hasNewConfig(server)) {
        LogPosition commit = server.disk().position(core.commit());
        commits.put(server.address(), commit.index());
        hasEnoughCopies(server, commit);
        isOnEveryDiskInSync(server, commit);
        if (oneHistory) {
          extend(server, commit);
        }
      }
    }
    if (oneHistory && core.eligible() && !server.isWaking()) {
      holdsAllAcknowledged(server);
    }
  }

  /** I1: what a server tells others, it has on disk. */
  void says(SimulatedServer server, Envelope envelope) {
    if (envelope.epoch().isNewerThan(server.disk().vote())) {
      throw broken("I1", server.name() + " says " + envelope.epoch() + " before it is durable");
    }
  }

  /** I1. */
  private void promiseNeverDecreases(SimulatedServer server, Epoch epoch) {
    Epoch before = promised.put(server.address(), epoch);
    if (before != null && before.isNewerThan(epoch)) {
      throw broken("I1", server.name() + " promised " + before + " and then " + epoch);
    }
  }

  /** I2; nobody can see a mastership before its vote is durable. */
  private void oneMasterPerEpoch(SimulatedServer server) {
    if (!server.disk().vote().equals(server.core().promised())) {
      return;
    }
    Mastership mastership = new Mastership(server.name(), server.incarnation());
    Mastership before = masters.putIfAbsent(server.core().promised(), mastership);
    if (before != null && !before.equals(mastership)) {
      throw broken(
          "I2", before + " and " + mastership + " are masters of " + server.core().promised());
    }
  }

  private boolean hasNewCommit(SimulatedServer server) {
    long commit = server.core().commit();
    return oneHistory
        ? commit >= acknowledged.size()
        : commit > commits.getOrDefault(server.address(), 0L);
  }

  private boolean hasNewConfig(SimulatedServer server) {
    ConfigAt config = server.core().newestConfig();
    return !config.equals(configs.put(server.address(), config));
  }

  /** I10; a disk that is lost had it. */
  private void isOnEveryDiskInSync(SimulatedServer server, LogPosition commit) {
    ConfigAt config = server.core().newestConfig();
    for (Address member : config.config().inSync()) {
      SimulatedDisk disk = simulation.server(member).disk();
      boolean lost = !isInSync(config, simulation.server(member));
      if (!lost && !disk.keeps(commit) && (oneHistory || !disk.kept(commit))) {
        throw broken(
            "I10",
            server.name() + " acknowledges " + commit + ", which " + Words.of(member) + " lacks");
      }
    }
  }

  /** 3.6, rule 4c; a Config may make the set smaller, which acknowledges nothing more. */
  private void hasEnoughCopies(SimulatedServer server, LogPosition commit) {
    int copies = server.core().newestConfig().config().inSync().size();
    if (copies < simulation.profile().minCopies() && commit.index() >= acknowledged.size()) {
      throw broken("I4", server.name() + " acknowledges " + commit + " on " + copies + " disks");
    }
  }

  /** What is acknowledged is one history (I6). */
  private void extend(SimulatedServer server, LogPosition commit) {
    if (commit.index() < acknowledged.size()) {
      return;
    }
    if (!has(server, newest())) {
      throw broken("I6", server.name() + " acknowledges " + commit + " without " + newest());
    }
    for (long index = acknowledged.size(); index <= commit.index(); index++) {
      acknowledged.add(
          index > server.disk().base().index()
              ? server.disk().position(index)
              : server.disk().base());
    }
    for (SimulatedServer other : simulation.servers()) {
      if (other.isRunning() && !other.isWaking() && other.core().eligible()) {
        holdsAllAcknowledged(other);
      }
    }
  }

  private LogPosition newest() {
    return acknowledged.get(acknowledged.size() - 1);
  }

  /** I4, I5: who may be promoted has everything. */
  private void holdsAllAcknowledged(SimulatedServer server) {
    if (!has(server, newest())) {
      throw broken(
          "I5",
          server.name()
              + " is eligible and ends at "
              + server.core().last()
              + " without the acknowledged "
              + newest());
    }
  }

  private static boolean has(SimulatedServer server, LogPosition position) {
    return server.core().holds(position) || server.disk().base().index() > position.index();
  }

  /** I1 and I3. */
  void appends(SimulatedServer server, List<LogEntry> entries) {
    for (LogEntry entry : entries) {
      if (entry.epoch().isNewerThan(server.core().promised())) {
        throw broken("I1", server.name() + " appends " + entry.position() + " unpromised");
      }
      Long before = chains.putIfAbsent(new EntryName(entry.epoch(), entry.index()), entry.chain());
      if (before != null && before != entry.chain()) {
        throw broken("I3", server.name() + " appends another " + entry.position());
      }
    }
  }

  /** I8. */
  void applied(SimulatedServer server) {
    SimulatedStateMachine state = server.disk().state();
    Long before = digests.putIfAbsent(state.applied(), state.digest());
    if (before != null && before != state.digest()) {
      throw broken("I8", server.name() + " has another state at " + state.applied());
    }
    long index = state.applied().index();
    if (oneHistory
        && (index >= acknowledged.size()
            || !acknowledged.get((int) index).equals(state.applied()))) {
      throw broken("I8", server.name() + " applies the unacknowledged " + state.applied());
    }
  }

  // ---- The history of the clients.

  void invoked(String id) {
    invoked.put(id, true);
  }

  /** The greatest index that any client was told. */
  long lastAcknowledged() {
    return lastAcknowledged;
  }

  /** The greatest index that any client was told or shown. */
  long lastSeen() {
    return Math.max(lastSeen, lastAcknowledged);
  }

  void acknowledged(String id, long index, long mustFollow) {
    if (oneHistory && index <= mustFollow) {
      throw broken("order", id + " took effect at " + index + " but was sent after " + mustFollow);
    }
    outcomes.add(new Outcome(id, index));
    lastAcknowledged = Math.max(lastAcknowledged, index);
  }

  void read(SimulatedServer server, long index, long mustSee) {
    if (oneHistory && index < mustSee) {
      throw broken(
          "reads", server.name() + " shows the state at " + index + ", " + mustSee + " was known");
    }
    lastSeen = Math.max(lastSeen, index);
    reads++;
  }

  int reads() {
    return reads;
  }

  /** How often a server was held against the invariants. */
  long checks() {
    return checks;
  }

  int acknowledgements() {
    return outcomes.size();
  }

  /**
   * All servers are whole and quiet: equal states, nothing acknowledged missing, nothing made up.
   */
  void atTheEnd() {
    SimulatedStateMachine reference = simulation.server(0).disk().state();
    for (SimulatedServer server : simulation.servers()) {
      SimulatedStateMachine state = server.disk().state();
      if (!state.applied().equals(reference.applied())
          || state.digest() != reference.digest()
          || !state.effects().equals(reference.effects())) {
        throw broken("I8", server.name() + " and s0 differ at the end");
      }
    }
    if (oneHistory || simulation.profile().mergesAll()) {
      for (Outcome outcome : outcomes) {
        // What was acknowledged on the side of a cut that did not stand is at another index.
        Long index = reference.effects().get(outcome.id());
        if (index == null || (oneHistory && index != outcome.index())) {
          throw broken("I4", outcome + " was acknowledged and is now at " + index);
        }
      }
    } else {
      nothingIsGone(reference);
    }
    reference
        .effects()
        .keySet()
        .forEach(
            id -> {
              if (!invoked.containsKey(id)) {
                throw broken("I7", id + " was never sent");
              }
            });
  }

  /** What each side of a cut has acknowledged is there, or in an archive of that side (I9). */
  private void nothingIsGone(SimulatedStateMachine reference) {
    for (Outcome outcome : outcomes) {
      if (!reference.effects().containsKey(outcome.id())
          && simulation.servers().stream()
              .noneMatch(s -> s.disk().archived().contains(outcome.id()))) {
        throw broken("I9", outcome + " was acknowledged and is in no log and no archive");
      }
    }
  }

  // ---- Lost disks.

  /** Another disk promises and acknowledges anew. */
  void wiped(SimulatedServer server) {
    promised.remove(server.address());
    configs.remove(server.address());
    commits.remove(server.address());
  }

  /**
   * Whether this server may lose its disk: another one, in sync by the newest Config of all and by
   * the newest acknowledged one, keeps the disk that they name (docs/protocol.md, 1).
   */
  boolean mayLose(SimulatedServer server) {
    ConfigAt newest = newestConfig();
    ConfigAt counting =
        simulation.servers().stream()
            .filter(s -> s != server && !s.disk().isDamaged() && s.disk().keeps(newest()))
            .map(s -> s.disk().configUpTo(newest().index()))
            .findFirst()
            .orElse(ConfigAt.NONE);
    return simulation.servers().stream()
        .filter(s -> s != server && !s.disk().isDamaged() && s.disk().keeps(newest()))
        .anyMatch(s -> isInSync(newest, s) && isInSync(counting, s));
  }

  private ConfigAt newestConfig() {
    return simulation.servers().stream()
        .map(s -> s.disk().configUpTo(Long.MAX_VALUE))
        .max(
            Comparator.comparing((ConfigAt at) -> at.config().epoch())
                .thenComparingLong(ConfigAt::index))
        .orElseThrow();
  }

  /** With the disk that it has now. */
  private static boolean isInSync(ConfigAt at, SimulatedServer server) {
    return at.config().inSync().contains(server.address())
        && at.config().members().stream()
            .anyMatch(m -> m.dataUuid().equals(server.disk().dataUuid()));
  }

  /**
   * Whether the newest in-sync set names a disk that is lost or damaged: then nobody may go on, nor
   * be repaired, unless an operator accepts a loss (docs/protocol.md, 3.12).
   */
  boolean lostDiskIsWaitedFor() {
    return simulation.profile().losesDisks() && newestConfigNamesALostDisk();
  }

  /** Or a damaged one. */
  boolean newestConfigNamesALostDisk() {
    ConfigAt newest = newestConfig();
    return newest.config().inSync().stream()
        .map(simulation::server)
        .anyMatch(server -> server.disk().isDamaged() || !isInSync(newest, server));
  }

  /** What was acknowledged is on a disk, whether or not it can be served. */
  void keptSomewhere() {
    if (oneHistory
        && simulation.servers().stream()
            .noneMatch(s -> s.disk().keeps(newest()) && !s.disk().isDamaged())) {
      throw broken("I4", newest() + " was acknowledged and is on no disk");
    }
  }

  private static SimulationFailure broken(String invariant, String how) {
    return new SimulationFailure(invariant, invariant + " broken: " + how);
  }
}
