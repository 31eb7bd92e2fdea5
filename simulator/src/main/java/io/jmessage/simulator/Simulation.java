package io.jmessage.simulator;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * One run: virtual time, the servers, their network, their clients, and what goes wrong. Everything
 * that happens is an action in one queue, ordered by time and then by when it was put there.
 */
final class Simulation {

  /** For how long a healed cluster may take to be whole again. */
  private static final long HEALED_MICROS = 60_000_000;

  /** More steps than this mean that something goes round in circles. */
  private static final long STEPS_MAX = 20_000_000;

  private record Action(long at, long order, Runnable what) {}

  private final Profile profile;
  private final Schedule schedule;
  private final SplittableRandom random;
  private final PriorityQueue<Action> queue =
      new PriorityQueue<>(Comparator.comparingLong(Action::at).thenComparingLong(Action::order));
  private final Trace trace;
  private final SimulatedNetwork network;
  private final InvariantChecker checker;
  private final List<SimulatedServer> servers = new ArrayList<>();
  private final List<SimulatedClient> clients = new ArrayList<>();
  private final FaultPlan faults;
  private final SimulatedOperator operator;
  private long now;
  private long order;
  private long steps;
  private long clientsSlowMicros;
  private boolean snapshotsAreBad;
  private boolean waitsForLostDisk;

  Simulation(long seed, Profile profile) {
    this(profile, Schedule.of(seed, profile), false);
  }

  Simulation(Profile profile, Schedule schedule, boolean traceEverything) {
    this.profile = profile;
    this.schedule = schedule;
    this.random = new SplittableRandom(schedule.noise());
    this.trace = new Trace(traceEverything);
    this.network = new SimulatedNetwork(this);
    this.checker = new InvariantChecker(this);
    for (int number = 0; number < profile.servers(); number++) {
      servers.add(new SimulatedServer(this, number));
    }
    for (int number = 0; number < 3; number++) {
      clients.add(new SimulatedClient(this, number));
    }
    this.faults = new FaultPlan(this);
    this.operator = new SimulatedOperator(this);
  }

  // ---- A whole run.

  /** Faults, healing, and the final check. Throws a failure with seed and trace. */
  void run() {
    guarded(
        () -> {
          start();
          faults.begin(schedule);
          advance(schedule.micros());
          heal();
          untilWholeAndQuiet();
        });
  }

  /** A healed cluster becomes whole, acknowledges a last command of each client, and is right. */
  void untilWholeAndQuiet() {
    long healed = now;
    until(
        "the healed cluster to be whole",
        HEALED_MICROS,
        () -> isWhole() || (now - healed > HEALED_MICROS / 3 && checker.lostDiskIsWaitedFor()));
    if (!isWhole()) {
      waitsForLostDisk = true;
      checker.keptSomewhere();
      return;
    }
    clients.forEach(SimulatedClient::finish);
    until("the last commands to be acknowledged", HEALED_MICROS, this::isQuiet);
    checker.atTheEnd();
  }

  /** Runs a scenario; what fails in it carries seed and trace. */
  void guarded(Runnable scenario) {
    try {
      scenario.run();
    } catch (SimulationFailure e) {
      throw e.in(this);
    } catch (RuntimeException | StackOverflowError e) {
      SimulationFailure failure = new SimulationFailure("bug", "the core throws " + e);
      failure.initCause(e);
      throw failure.in(this);
    }
  }

  void start() {
    servers.forEach(SimulatedServer::start);
    clients.forEach(SimulatedClient::begin);
  }

  void heal() {
    trace.add(now, "all", "HEAL", "");
    faults.end();
    network.heal();
    slowClients(0);
    spoilSnapshots(false);
    keepUp();
  }

  /** Whoever ends now, by a stop that was asked for before, is started again. */
  private void keepUp() {
    servers.forEach(SimulatedServer::heal);
    operator.look();
    after(200_000, this::keepUp);
  }

  /** One master, everybody in sync, everything applied everywhere. */
  boolean isWhole() {
    List<SimulatedServer> masters = servers.stream().filter(s -> s.role() == Role.MASTER).toList();
    return masters.size() == 1
        && masters.get(0).inSync().size() == servers.size()
        && masters.get(0).servesEpoch();
  }

  /** As {@link #isWhole}, and every server knows that it may take over. */
  boolean isReady() {
    return isWhole() && servers.stream().allMatch(s -> s.isUp() && s.core().eligible());
  }

  private boolean isQuiet() {
    return isWhole()
        && clients.stream().allMatch(SimulatedClient::isDone)
        && servers.stream().allMatch(s -> s.isUp() && s.core().isReconciled())
        && servers.stream().allMatch(s -> s.applied().equals(servers.get(0).disk().last()));
  }

  // ---- Time.

  long now() {
    return now;
  }

  void after(long micros, Runnable what) {
    at(now + micros, what);
  }

  void at(long micros, Runnable what) {
    queue.add(new Action(Math.max(now, micros), order++, what));
  }

  void advance(long micros) {
    long end = now + micros;
    while (!queue.isEmpty() && queue.peek().at() <= end) {
      step();
    }
    now = end;
  }

  void until(String what, long microsMax, BooleanSupplier condition) {
    long end = now + microsMax;
    while (!condition.getAsBoolean()) {
      if (now > end) {
        throw new SimulationFailure("liveness", "waited in vain for " + what);
      }
      advance(50_000);
    }
  }

  private void step() {
    Action action = queue.remove();
    now = action.at();
    if (++steps > STEPS_MAX) {
      throw new SimulationFailure("liveness", "does not come to an end");
    }
    action.what().run();
  }

  // ---- Chance.

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  long below(long bound) {
    return random.nextLong(bound);
  }

  SplittableRandom random() {
    return random;
  }

  // ---- What goes wrong beside the servers and their network.

  void slowClients(long micros) {
    clientsSlowMicros = micros;
  }

  long clientsSlowMicros() {
    return clientsSlowMicros;
  }

  void spoilSnapshots(boolean bad) {
    snapshotsAreBad = bad;
  }

  boolean snapshotsAreBad() {
    return snapshotsAreBad;
  }

  // ---- Parts.

  Profile profile() {
    return profile;
  }

  Trace trace() {
    return trace;
  }

  SimulatedNetwork network() {
    return network;
  }

  InvariantChecker checker() {
    return checker;
  }

  SimulatedOperator operator() {
    return operator;
  }

  FaultPlan faults() {
    return faults;
  }

  List<SimulatedServer> servers() {
    return servers;
  }

  SimulatedServer server(Address address) {
    return servers.get(address.port() - SimulatedServer.FIRST_PORT);
  }

  SimulatedServer server(int number) {
    return servers.get(number);
  }

  SimulatedClient client(int number) {
    return clients.get(number);
  }

  long steps() {
    return steps;
  }

  /** Whether it ended with servers that wait, as they must, for a disk that is lost. */
  boolean waitsForLostDisk() {
    return waitsForLostDisk;
  }

  /** What each server is now. */
  String standing() {
    return servers.stream().map(SimulatedServer::describe).collect(Collectors.joining("\n"));
  }
}
