package io.jmessage.server.replication.failstop.core;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One core, driven by hand: events in, effects kept. The other servers are whoever the test says
 * they are. Server n has the internal port 7000 + n; time is the test's.
 */
final class CoreDriver {

  static final String CLUSTER = "cluster-1";

  /** What is kept of the log: some ten entries. */
  static final long LOG_KEEP = 1000;

  static final long REFUSED_TWICE = CoreSettings.REFUSED_AGAIN_MILLIS + 20;

  private final MemberRecord self;
  private final ReplicaCore core;
  private long clock = 1_000_000;
  private long lastCall;
  private long generation;
  private long lastToken;
  private long calledAt;
  private List<Effect> effects = new ArrayList<>();

  CoreDriver(int number, boolean createCluster, DurableState durableState) {
    this(number, createCluster, durableState, 1);
  }

  private CoreDriver(int number, boolean createCluster, DurableState durableState, int minCopies) {
    this.self = member(number);
    List<Address> seeds = number == 0 ? List.of() : List.of(address(0));
    this.core =
        new ReplicaCore(
            new CoreSettings(
                self,
                "now",
                seeds,
                createCluster,
                CLUSTER,
                minCopies,
                true,
                LOG_KEEP,
                Timings.DEFAULTS),
            durableState);
    keep(core.start(clock));
  }

  // ---- Beginnings.

  /** An empty directory. */
  static DurableState empty() {
    return new DurableState(
        Optional.empty(),
        Epoch.NONE,
        new LogIndex(LogPosition.START, ConfigAt.NONE),
        LogPosition.START,
        0);
  }

  /** A restarted member of a cluster with that log. */
  static DurableState restarted(Epoch promised, List<LogEntry> entries) {
    LogIndex log = new LogIndex(LogPosition.START, ConfigAt.NONE);
    entries.forEach(log::append);
    return new DurableState(Optional.of(CLUSTER), promised, log, LogPosition.START, 0);
  }

  /** A member of a cluster whose log is damaged behind those entries. */
  static DurableState damaged(Epoch promised, List<LogEntry> entries) {
    DurableState whole = restarted(promised, entries);
    return new DurableState(
        whole.clusterId(),
        promised,
        whole.log(),
        LogPosition.START,
        0,
        0,
        Optional.of("the log is damaged: byte 17"));
  }

  /**
   * Server {@code number} as a slave of server 0 with that log, all of it acknowledged; in sync and
   * eligible if its last Config says so.
   */
  static CoreDriver slave(int number, List<LogEntry> log) {
    return slave(number, restarted(Epoch.NONE, log));
  }

  /** As above, with what it finds on its disk. */
  static CoreDriver slave(int number, DurableState durableState) {
    CoreDriver driver = new CoreDriver(number, false, durableState);
    Epoch epoch = epoch(1, 0);
    driver.receive(0, epoch, checkReply(io.jmessage.server.replication.Role.MASTER, 0));
    driver.receive(0, epoch, registerReply(driver.core.last()));
    driver.receive(0, epoch, driver.keepAlive(driver.core.last().index()));
    return driver;
  }

  /** Server 0 as the master of epoch 1, alone in sync, with the first Config on disk. */
  static CoreDriver master() {
    return master(1);
  }

  static CoreDriver master(int minCopies) {
    CoreDriver driver = new CoreDriver(0, true, empty(), minCopies);
    driver.tick(20);
    driver.sync();
    return driver;
  }

  /** Has the other server register, subscribe, catch up and join the in-sync set. */
  void join(int number) {
    Epoch epoch = core.promised();
    receive(number, epoch, new Message.Register(List.of(LogPosition.START)));
    receive(number, epoch, new Message.SubscribeLog(LogPosition.START));
    sync();
    acknowledge(number);
    sync();
    acknowledge(number);
  }

  /** The other server has everything on disk. */
  List<Effect> acknowledge(int number) {
    return receive(number, core.promised(), new Message.AppendAck(core.last().index(), lastToken));
  }

  // ---- Events.

  List<Effect> on(Event event) {
    return keep(core.on(clock, event));
  }

  /** Time passes in steps of a tick. */
  List<Effect> tick(long millis) {
    List<Effect> all = new ArrayList<>();
    for (long passed = 0; passed < millis; passed += 20) {
      clock += 20;
      all.addAll(on(new Event.Tick()));
    }
    return all;
  }

  /** This process does not run. */
  List<Effect> pause(long millis) {
    clock += millis;
    return on(new Event.Paused(millis));
  }

  List<Effect> receive(int from, Epoch epoch, Message message) {
    return receive(from, "first", epoch, message);
  }

  List<Effect> receive(int from, String incarnation, Epoch epoch, Message message) {
    return on(new Event.Received(envelope(from, incarnation, epoch), ++lastCall, message));
  }

  private static Envelope envelope(int from, String incarnation, Epoch epoch) {
    return new Envelope(Optional.of(CLUSTER), member(from), incarnation, epoch);
  }

  /** The other server answers the newest call of this one. */
  List<Effect> answer(int from, Epoch epoch, Message message) {
    return answer(from, epoch, calledAt, message);
  }

  List<Effect> answer(int from, Epoch epoch, long calledAt, Message message) {
    return on(new Event.Answered(envelope(from, "first", epoch), calledAt, message));
  }

  /** When this server made its newest call. */
  long calledAt() {
    return calledAt;
  }

  /** Everything appended is on disk. */
  List<Effect> sync() {
    return on(new Event.Synced(generation, core.last().index()));
  }

  List<Effect> submit(String command) {
    return on(
        new Event.Submitted(
            List.of(new Event.Submission(++lastCall, ByteString.copyFromUtf8(command)))));
  }

  /** Two refused probes: that process is gone. */
  List<Effect> gone(int number) {
    List<Effect> all = new ArrayList<>();
    all.addAll(on(new Event.Probed(address(number), Event.ProbeResult.REFUSED)));
    all.addAll(tick(REFUSED_TWICE));
    all.addAll(on(new Event.Probed(address(number), Event.ProbeResult.REFUSED)));
    return all;
  }

  /** An operator wants something; the answer. */
  Effect.OrderAnswered order(Order order) {
    return effects(on(new Event.Ordered(++lastCall, order)), Effect.OrderAnswered.class).get(0);
  }

  /** From the same address, with another disk. */
  List<Effect> receiveFromDisk(int from, String dataUuid, Epoch epoch, Message message) {
    MemberRecord old = member(from);
    MemberRecord other =
        new MemberRecord(old.id(), old.clientAddress(), old.internalAddress(), dataUuid);
    return on(
        new Event.Received(
            new Envelope(Optional.of(CLUSTER), other, "first", epoch), ++lastCall, message));
  }

  /** From a server that is in no cluster yet. */
  List<Effect> receiveFromNoCluster(int from, Epoch epoch, Message message) {
    return on(
        new Event.Received(
            new Envelope(Optional.empty(), member(from), "first", epoch), ++lastCall, message));
  }

  private List<Effect> keep(List<Effect> added) {
    effects.addAll(added);
    effects(added, Effect.Send.class).forEach(send -> calledAt = send.at());
    effects(added, Effect.AppendLog.class).forEach(append -> generation = append.generation());
    messages(added, Message.Append.class).forEach(append -> lastToken = append.token());
    return added;
  }

  // ---- What came of it.

  ReplicaCore core() {
    return core;
  }

  ServerStatus status() {
    return core.status(clock);
  }

  /** All effects since the last call. */
  List<Effect> takeEffects() {
    List<Effect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  /** The messages among effects, sent, answered or pushed. */
  static Stream<Message> messages(List<Effect> effects) {
    return effects.stream()
        .flatMap(
            effect -> {
              if (effect instanceof Effect.Send send) {
                return Stream.of(send.message());
              } else if (effect instanceof Effect.Reply reply) {
                return Stream.of(reply.message());
              } else if (effect instanceof Effect.SendEntries entries) {
                return Stream.of(entries.header());
              }
              return Stream.empty();
            });
  }

  static <M extends Message> List<M> messages(List<Effect> effects, Class<M> kind) {
    return messages(effects).filter(kind::isInstance).map(kind::cast).toList();
  }

  static <E extends Effect> List<E> effects(List<Effect> effects, Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  // ---- Words.

  static Address address(int number) {
    return new Address("localhost", 7000 + number);
  }

  static MemberRecord member(int number) {
    return new MemberRecord(
        "" + number, new Address("localhost", 8000 + number), address(number), "disk-" + number);
  }

  static Epoch epoch(long number, int master) {
    return new Epoch(number, address(master));
  }

  static Config config(Epoch epoch, int... inSync) {
    TreeSet<Address> addresses = new TreeSet<>();
    for (int number : inSync) {
      addresses.add(address(number));
    }
    return new Config(epoch, List.of(member(0), member(1), member(2)), addresses);
  }

  /** A log that begins with that Config and goes on with so many commands of the same epoch. */
  static List<LogEntry> log(Config config, int commands) {
    List<LogEntry> entries = new ArrayList<>();
    entries.add(
        LogEntry.after(
            LogPosition.START, config.epoch(), LogEntry.Type.CONFIG, ConfigCodec.encode(config)));
    return extended(entries, config.epoch(), commands);
  }

  static List<LogEntry> extended(List<LogEntry> log, Epoch epoch, int commands) {
    List<LogEntry> entries = new ArrayList<>(log);
    for (int command = 0; command < commands; command++) {
      entries.add(
          LogEntry.after(
              entries.get(entries.size() - 1).position(),
              epoch,
              LogEntry.Type.COMMAND,
              ByteString.copyFromUtf8("command " + entries.size())));
    }
    return entries;
  }

  static Message.CheckMasterReply checkReply(io.jmessage.server.replication.Role role, int master) {
    return new Message.CheckMasterReply(
        role, Optional.of(address(master)), 0, LogPosition.START, ConfigAt.NONE, true);
  }

  static Message.RegisterReply registerReply(LogPosition fork) {
    return new Message.RegisterReply(
        Message.Verdict.FROM_FORK, Optional.empty(), fork, ConfigAt.NONE, "");
  }

  /** The master has nothing new, and has acknowledged everything up to there. */
  Message.Append keepAlive(long commit) {
    ConfigAt newest = core.newestConfig();
    return new Message.Append(
        core.last(),
        List.of(),
        commit,
        newest.index(),
        newest.config().inSync().contains(self.internalAddress()),
        1);
  }

  Message.Append append(List<LogEntry> entries, long commit, long newestConfig, boolean inSync) {
    return new Message.Append(core.last(), entries, commit, newestConfig, inSync, 1);
  }
}
