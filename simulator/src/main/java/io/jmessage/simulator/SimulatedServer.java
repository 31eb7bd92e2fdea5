package io.jmessage.simulator;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.failstop.core.ConfigAt;
import io.jmessage.server.replication.failstop.core.CoreSettings;
import io.jmessage.server.replication.failstop.core.DivergedSuffix;
import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.MemberRecord;
import io.jmessage.server.replication.failstop.core.Message;
import io.jmessage.server.replication.failstop.core.Order;
import io.jmessage.server.replication.failstop.core.ReplicaCore;
import io.jmessage.server.replication.failstop.core.Timings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A process around a core, as the shell is: one event at a time, its effects in order, durable ones
 * before the next begins. Between any two effects it may crash or be paused.
 */
final class SimulatedServer {

  static final int FIRST_PORT = 7000;

  private static final long TICK_MICROS = 20_000;

  /** A shorter gap than this is not told to the core. */
  private static final long GAP_MICROS = 400_000;

  /** A shorter suspension cannot be told by comparing the clocks. */
  private static final long SUSPENSION_MICROS = 5_000;

  private enum Status {
    DOWN,
    RUNNING,
    PAUSED
  }

  /** What a crash waits for. */
  enum Trigger {
    EFFECT,
    WRITE
  }

  private final Simulation simulation;
  private final int number;
  private final Address address;
  private final String name;
  private SimulatedDisk disk;
  private int disks = 1;
  private final SimulatedApplier applier;
  private final SimulatedReconciler reconciler;
  private final double clockRate;

  private Status status = Status.DOWN;
  private int incarnation;
  private @Nullable ReplicaCore core;
  private long clockOffset;
  private final Deque<Event> inbox = new ArrayDeque<>();

  /** Commands that wait until the core wants them; else each is an event when it comes. */
  private final List<Event.Submission> waiting = new ArrayList<>();

  private final boolean collects;
  private final Deque<Effect> effects = new ArrayDeque<>();
  private @Nullable Runnable writing;
  private boolean stepping;
  private boolean tickWaits;
  private long pausedAt;

  /** A virtual machine that is suspended finds its monotonic clock where it was. */
  private final boolean suspends;

  private long lastSync;
  private long lastSyncBegins;
  private long slowDiskMicros;
  private int crashAfterEffects = -1;
  private int crashAfterWrites = -1;
  private int pauseAfterEffects = -1;
  private long pauseMicros;
  private final Map<LogPosition, Snapshot> fetched = new HashMap<>();

  /** Of its own state. */
  private final Map<LogPosition, Snapshot> own = new HashMap<>();

  private final long logKeepBytes;

  private record Snapshot(SimulatedStateMachine state, Event.SnapshotFetched event) {}

  SimulatedServer(Simulation simulation, int number) {
    this.simulation = simulation;
    this.address = new Address("localhost", FIRST_PORT + number);
    this.name = Words.of(address);
    this.number = number;
    this.disk = new SimulatedDisk(uuid());
    this.logKeepBytes =
        simulation.profile().trimming() && simulation.chance(0.7)
            ? 1_500 + simulation.below(10_000)
            : 1L << 40;
    this.applier = new SimulatedApplier(simulation, this);
    this.reconciler = new SimulatedReconciler(simulation, this);
    this.suspends = simulation.chance(0.3);
    this.collects = simulation.chance(0.5);
    this.clockRate = 0.96 + simulation.random().nextDouble() * 0.08;
  }

  /** New with every disk. */
  private String uuid() {
    return "disk-" + number + "-" + disks;
  }

  // ---- What others see.

  Address address() {
    return address;
  }

  String name() {
    return name;
  }

  int incarnation() {
    return incarnation;
  }

  SimulatedDisk disk() {
    return disk;
  }

  SimulatedApplier applier() {
    return applier;
  }

  /** Whether there is a process, be it paused. */
  boolean isUp() {
    return status != Status.DOWN;
  }

  boolean isRunning() {
    return status == Status.RUNNING;
  }

  boolean isPaused() {
    return status == Status.PAUSED;
  }

  /** Whether it has slept and is still at what it had decided before. */
  boolean isWaking() {
    return inbox.peekFirst() instanceof Event.Paused;
  }

  ReplicaCore core() {
    if (core == null) {
      throw new IllegalStateException(name() + " is down");
    }
    return core;
  }

  Role role() {
    return isUp() ? core().role() : Role.EMPTY;
  }

  Set<Address> inSync() {
    return core().newestConfig().config().inSync();
  }

  LogPosition applied() {
    return disk.state().applied();
  }

  /** Whether the Config of its epoch is acknowledged: what it orders counts. */
  boolean servesEpoch() {
    return role() == Role.MASTER && core().commit() >= core().newestConfig().index();
  }

  // ---- Life.

  void start() {
    incarnation++;
    status = Status.RUNNING;
    clockOffset = simulation.below(1_000_000_000);
    disk.bringIntoLine();
    note("START", "incarnation " + incarnation + ", log to " + Words.of(disk.last()));
    ReplicaCore started = new ReplicaCore(settings(), disk.read());
    effects.addAll(started.start(clock()));
    core = started;
    disk.pending().forEach(suffix -> inbox.add(new Event.DivergedKept(suffix)));
    checker().afterEvent(this);
    tick(incarnation);
    work();
  }

  /** The first one is told to begin a cluster, unless it has lost its disk since. */
  private CoreSettings settings() {
    boolean first = number == 0 && disks == 1;
    List<Address> seeds = first ? List.of() : others();
    return new CoreSettings(
        new MemberRecord(
            "" + number, new Address("localhost", 8000 + number), address, disk.dataUuid()),
        address.port() + "#" + incarnation,
        disks == 1 ? seeds.subList(0, Math.min(1, seeds.size())) : seeds,
        first,
        "cluster-1",
        simulation.profile().minCopies(),
        true,
        logKeepBytes,
        Timings.DEFAULTS);
  }

  private List<Address> others() {
    return simulation.servers().stream()
        .map(SimulatedServer::address)
        .filter(a -> !a.equals(address))
        .toList();
  }

  /** The process must be down. It comes back with an empty directory: another disk. */
  void wipe() {
    note("WIPED", "");
    disks++;
    disk = new SimulatedDisk(uuid());
    checker().wiped(this);
  }

  void crash() {
    if (!isUp()) {
      return;
    }
    note("CRASH", "");
    if (writing != null && simulation.chance(0.5)) {
      writing.run();
    }
    end();
    if (disk.crash(simulation.random())) {
      simulation.faults().count("torn write");
    }
  }

  /** The process ended, by a crash or because it was asked to. */
  private void end() {
    status = Status.DOWN;
    core = null;
    inbox.clear();
    waiting.clear();
    effects.clear();
    writing = null;
    disarm();
    tickWaits = false;
    fetched.clear();
    own.clear();
    lastSync = 0;
    lastSyncBegins = 0;
    applier.end();
    simulation.network().crashed(this);
  }

  private void disarm() {
    crashAfterEffects = -1;
    crashAfterWrites = -1;
    pauseAfterEffects = -1;
  }

  void crashAfter(int moreEffects) {
    crashAfterEffects = moreEffects;
  }

  void crashAfter(Trigger trigger, int more) {
    if (trigger == Trigger.EFFECT) {
      crashAfterEffects = more;
    } else {
      crashAfterWrites = more;
    }
  }

  void pauseAfter(int moreEffects, long micros) {
    pauseAfterEffects = moreEffects;
    pauseMicros = micros;
  }

  void pause(long micros) {
    if (!isRunning()) {
      return;
    }
    note("PAUSE", micros / 1000 + " ms");
    status = Status.PAUSED;
    pausedAt = simulation.now();
    int paused = incarnation;
    simulation.after(
        micros,
        () -> {
          if (paused == incarnation) {
            resume();
          }
        });
  }

  void resume() {
    if (!isPaused()) {
      return;
    }
    long gap = simulation.now() - pausedAt;
    note("RESUME", gap / 1000 + " ms");
    if (suspends && gap <= SUSPENSION_MICROS) {
      clockOffset -= gap;
    }
    status = Status.RUNNING;
    if (gap > GAP_MICROS) {
      inbox.addFirst(new Event.Paused(byItsClock(gap)));
    }
    applier.resume();
    tick(incarnation);
    work();
  }

  /** Nothing is wrong with it from here on. */
  void heal() {
    slowDiskMicros = 0;
    disarm();
    resume();
    if (!isUp()) {
      start();
    }
  }

  /** Its wall clock jumps: the shell cannot tell that from a pause. */
  void jumpClock(long micros) {
    if (isRunning() && micros > SUSPENSION_MICROS) {
      clockOffset += micros;
      if (micros > GAP_MICROS) {
        inbox.addFirst(new Event.Paused(byItsClock(micros)));
      }
      work();
    }
  }

  void slowDisk(long micros) {
    slowDiskMicros = micros;
  }

  void stop() {
    deliver(new Event.StopRequested());
    int stopped = incarnation;
    simulation.after(
        3_000_000,
        () -> {
          if (stopped == incarnation) {
            crash();
          }
        });
  }

  /** What an operator wants; the answer is in the trace. */
  void order(Order order) {
    deliver(new Event.Ordered(0, order));
  }

  /** As often as it is needed: a repair that finds no master is refused. */
  void repair() {
    order(new Order.Repair(uuid() + "-" + simulation.below(1_000_000_000)));
  }

  void forcePromote() {
    order(new Order.ForcePromote("" + number, simulation.now() / 1000));
  }

  // ---- Events.

  void deliver(Event event) {
    deliver(incarnation, event);
  }

  void deliver(int toIncarnation, Event event) {
    if (isUp() && toIncarnation == incarnation) {
      inbox.add(event);
      work();
    }
  }

  private void tick(int ofIncarnation) {
    if (ofIncarnation != incarnation || !isRunning()) {
      return;
    }
    simulation.after(TICK_MICROS, () -> tick(ofIncarnation));
    if (!tickWaits) {
      tickWaits = true;
      deliver(new Event.Tick());
    }
  }

  private void work() {
    if (stepping) {
      return;
    }
    stepping = true;
    while (isRunning() && writing == null) {
      if (!effects.isEmpty()) {
        perform(effects.remove());
      } else if (!inbox.isEmpty()) {
        process(inbox.remove());
      } else if (!waiting.isEmpty() && core().wantsBatch(waiting.size(), bytesThatWait())) {
        process(new Event.Submitted(takeWaiting()));
      } else {
        break;
      }
    }
    stepping = false;
  }

  private void process(Event event) {
    if (event instanceof Event.Tick) {
      tickWaits = false;
    } else {
      note("<-", event);
    }
    Role before = core().role();
    effects.addAll(core().on(clock(), event));
    if (core().role() != before) {
      note("ROLE", before + " -> " + core().role() + " in " + Words.of(core().promised()));
      simulation.faults().roleChanged(this);
    }
    checker().afterEvent(this);
  }

  private long clock() {
    return byItsClock(clockOffset + simulation.now());
  }

  /** In milliseconds: what the core is told of a gap is measured by the clock that it sees. */
  private long byItsClock(long micros) {
    return (long) (micros * clockRate / 1000);
  }

  // ---- Effects.

  private void perform(Effect effect) {
    if (crashAfterEffects == 0) {
      crash();
      return;
    }
    crashAfterEffects = Math.max(-1, crashAfterEffects - 1);
    if (isWrite(effect)) {
      if (crashAfterWrites == 0) {
        failWrite(effect);
        return;
      }
      crashAfterWrites = Math.max(-1, crashAfterWrites - 1);
    }
    if (!(effect instanceof Effect.ViewChanged)) {
      note("->", effect);
    }
    carryOut(effect);
    if (pauseAfterEffects == 0 && isRunning()) {
      pause(pauseMicros);
    }
    pauseAfterEffects = Math.max(-1, pauseAfterEffects - 1);
  }

  private static boolean isWrite(Effect effect) {
    return effect instanceof Effect.AppendLog
        || effect instanceof Effect.PersistVote
        || effect instanceof Effect.TruncateLog
        || effect instanceof Effect.InstallSnapshot;
  }

  /** A failed disk is fatal (A6): the process halts. Some of the batch may have been written. */
  private void failWrite(Effect effect) {
    note("EIO", effect);
    if (effect instanceof Effect.AppendLog append) {
      disk.append(append.entries());
    }
    crash();
  }

  private void carryOut(Effect effect) {
    SimulatedNetwork network = simulation.network();
    if (effect instanceof Effect.Send send) {
      send(send);
    } else if (effect instanceof Effect.Reply reply) {
      checker().says(this, reply.envelope());
      network.reply(this, reply.replyTo(), reply.envelope(), reply.message());
    } else if (effect instanceof Effect.OpenStream open) {
      checker().says(this, open.envelope());
      network.open(this, open.to(), open.envelope(), open.subscribe());
    } else if (effect instanceof Effect.CloseStream close) {
      network.close(this, close.peer());
    } else if (effect instanceof Effect.SendEntries entries) {
      checker().says(this, entries.envelope());
      network.push(this, entries.to(), false, entries.envelope(), filled(entries));
    } else if (effect instanceof Effect.ReplyTail tail) {
      checker().says(this, tail.envelope());
      network.reply(this, tail.replyTo(), tail.envelope(), filled(tail));
    } else if (effect instanceof Effect.Probe probe) {
      network.probe(this, probe.peer());
    } else if (effect instanceof Effect.PersistVote vote) {
      write(() -> disk.persist(vote.epoch()));
    } else if (effect instanceof Effect.AdoptCluster adopt) {
      write(() -> disk.adopt(adopt.clusterId()));
    } else if (effect instanceof Effect.AppendLog append) {
      append(append);
    } else if (effect instanceof Effect.TruncateLog truncate) {
      truncate(truncate);
    } else if (effect instanceof Effect.BeginAnew anew) {
      write(
          () -> {
            disk.beginAnew(anew.dataUuid());
            applier.load(-1);
          });
    } else if (effect instanceof Effect.FetchSnapshot fetch) {
      fetchSnapshot(fetch.from());
    } else if (effect instanceof Effect.InstallSnapshot install) {
      installSnapshot(install);
    } else if (effect instanceof Effect.TakeSnapshot) {
      takeSnapshot();
    } else if (effect instanceof Effect.TrimLog trim) {
      trim(trim);
    } else if (effect instanceof Effect.RebuildState rebuild) {
      applier.load(rebuild.keptUpTo());
    } else if (effect instanceof Effect.Halt halt) {
      throw new SimulationFailure("halt", name() + " halts: " + halt.why());
    } else if (effect instanceof Effect.Stopped) {
      disk.sync(disk.last().index());
      note("STOPPED", "");
      end();
    } else if (!reconciler.performs(effect)) {
      applier.perform(effect);
    }
  }

  private void send(Effect.Send send) {
    checker().says(this, send.envelope());
    Message message = send.message();
    if (message instanceof Message.AppendAck || message instanceof Message.Stale) {
      simulation.network().push(this, send.to(), true, send.envelope(), message);
    } else {
      simulation.network().call(this, send);
    }
  }

  private Message.Append filled(Effect.SendEntries send) {
    Message.Append header = send.header();
    return new Message.Append(
        header.previous(),
        disk.entries(send.from(), send.upTo()),
        header.commit(),
        header.newestConfig(),
        header.inSync(),
        header.token());
  }

  private Message.Tail filled(Effect.ReplyTail reply) {
    Message.Tail header = reply.header();
    return new Message.Tail(
        header.found(), header.fork(), disk.entries(reply.from(), reply.upTo()), header.last());
  }

  /** Nothing else happens in this process until it is on disk; a crash may come before or after. */
  private void write(Runnable what) {
    writing = what;
    int during = incarnation;
    simulation.after(
        100 + simulation.below(simulation.chance(0.05) ? 20_000 : 1_000),
        () -> {
          if (during == incarnation && writing != null) {
            writing = null;
            what.run();
            checker().afterEvent(this);
            work();
          }
        });
  }

  /** A crash may come between the archive and the cut. */
  private void truncate(Effect.TruncateLog truncate) {
    write(
        () -> {
          Optional<DivergedSuffix> kept =
              disk.keep(truncate.afterIndex(), truncate.acknowledgedUpTo());
          write(
              () -> {
                disk.truncate(truncate.afterIndex());
                kept(kept);
              });
        });
  }

  private void kept(Optional<DivergedSuffix> suffix) {
    int during = incarnation;
    suffix.ifPresent(s -> simulation.after(0, () -> deliver(during, new Event.DivergedKept(s))));
  }

  private void append(Effect.AppendLog append) {
    checker().appends(this, append.entries());
    disk.append(append.entries());
    long index = disk.last().index();
    long cost =
        200
            + simulation.below(simulation.chance(0.05) ? 30_000 : 1_500)
            + (slowDiskMicros > 0 ? simulation.below(slowDiskMicros) : 0);
    // What comes while a disk is busy is the next batch: one sync for all of it.
    if (lastSyncBegins <= simulation.now()) {
      lastSyncBegins = Math.max(lastSync, simulation.now());
      lastSync = lastSyncBegins + cost;
    }
    int during = incarnation;
    LogPosition position = disk.last();
    simulation.at(
        lastSync,
        () -> {
          if (during != incarnation || !isUp()) {
            return;
          }
          if (disk.has(index) && disk.position(index).equals(position)) {
            disk.sync(index);
          }
          deliver(new Event.Synced(append.generation(), index));
        });
  }

  // ---- Snapshots.

  private void fetchSnapshot(Address from) {
    int during = incarnation;
    SimulatedServer source = simulation.server(from);
    simulation.after(
        5_000 + simulation.below(200_000),
        () -> {
          if (!source.isUp()
              || source.applier().isLoading()
              || source.applied().index() == 0
              || spoils()) {
            deliver(during, new Event.SnapshotFailed(from, "connection closed"));
            return;
          }
          SimulatedStateMachine state = source.disk.state().copy();
          Event.SnapshotFetched event =
              new Event.SnapshotFetched(
                  from,
                  state.applied(),
                  source.disk.configUpTo(state.applied().index()),
                  state.bytes());
          simulation.after(
              5_000 + simulation.below(200_000),
              () -> {
                if (spoils()) {
                  deliver(during, new Event.SnapshotFailed(from, "checksum differs"));
                } else if (during == incarnation) {
                  fetched.put(event.position(), new Snapshot(state, event));
                  deliver(during, event);
                }
              });
        });
  }

  private boolean spoils() {
    return simulation.chance(simulation.snapshotsAreBad() ? 0.7 : 0.05);
  }

  private void installSnapshot(Effect.InstallSnapshot install) {
    LogPosition position = install.position();
    Snapshot snapshot = fetched.get(position);
    if (snapshot == null) {
      throw new SimulationFailure(
          "bug", name() + " installs a snapshot that it has not: " + position);
    }
    write(
        () -> {
          kept(disk.keep(install.archiveAfter(), install.acknowledgedUpTo()));
          simulation.faults().count("snapshot installed");
          disk.install(snapshot.state(), snapshot.event().newest());
          applier.load(-1);
        });
  }

  /** Of its own state, which goes on meanwhile. */
  private void takeSnapshot() {
    int during = incarnation;
    if (applier.isLoading() || simulation.chance(0.1)) {
      deliver(new Event.SnapshotNotTaken("by chance"));
      return;
    }
    SimulatedStateMachine state = disk.state().copy();
    ConfigAt newest = disk.configUpTo(state.applied().index());
    simulation.after(
        1_000 + simulation.below(simulation.chance(0.2) ? 2_000_000 : 100_000),
        () -> {
          if (during == incarnation && isUp()) {
            Event.SnapshotFetched event =
                new Event.SnapshotFetched(address, state.applied(), newest, state.bytes());
            own.put(state.applied(), new Snapshot(state, event));
            deliver(during, new Event.SnapshotTaken(state.applied(), state.bytes()));
          }
        });
  }

  /** In its own time, and only as much as whole segments happen to hold. */
  private void trim(Effect.TrimLog trim) {
    Snapshot snapshot = own.get(trim.snapshot());
    if (snapshot == null) {
      throw new SimulationFailure("bug", name() + " trims to a snapshot that it has not: " + trim);
    }
    int during = incarnation;
    long upTo = trim.upTo() - (simulation.chance(0.3) ? simulation.below(5) : 0);
    simulation.after(
        simulation.below(5_000),
        () -> {
          boolean stillThere =
              disk.has(trim.snapshot().index())
                  && disk.position(trim.snapshot().index()).equals(trim.snapshot());
          if (during == incarnation && isUp() && stillThere) {
            simulation.faults().count("log trimmed");
            disk.trim(
                snapshot.state(), snapshot.event().newest(), Math.max(upTo, disk.base().index()));
          }
        });
  }

  // ---- Clients.

  void submit(List<Event.Submission> submissions) {
    if (collects) {
      waiting.addAll(submissions);
      work();
    } else {
      deliver(new Event.Submitted(submissions));
    }
  }

  private List<Event.Submission> takeWaiting() {
    List<Event.Submission> batch = List.copyOf(waiting);
    waiting.clear();
    return batch;
  }

  private long bytesThatWait() {
    return waiting.stream().mapToLong(s -> s.payload().size()).sum();
  }

  static ByteString payload(String id) {
    return ByteString.copyFromUtf8(id);
  }

  // ---- For people.

  private InvariantChecker checker() {
    return simulation.checker();
  }

  void note(String what, Object detail) {
    simulation.trace().add(simulation.now(), name(), what, detail);
  }

  String describe() {
    String log =
        "log "
            + Words.of(disk.base())
            + " to "
            + Words.of(disk.last())
            + ", synced "
            + disk.synced()
            + ", applied "
            + Words.of(applied())
            + ", vote "
            + Words.of(disk.vote());
    if (core == null) {
      return name() + ": down, " + log;
    }
    return name()
        + ": "
        + status
        + " "
        + core().role()
        + (core().eligible() ? " eligible" : "")
        + " master "
        + core().master().map(Words::of).orElse("none")
        + " promised "
        + Words.of(core().promised())
        + " commit "
        + core().commit()
        + " Config "
        + Words.of(core().newestConfig())
        + ", "
        + log;
  }
}
