package io.jmessage.server.replication.failstop.core;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What all roles share (docs/protocol.md, 3.4), and the effects gathered for the shell. */
final class CoreState {

  final CoreSettings settings;
  final Timings timings;
  final Address self;
  final Peers peers = new Peers();
  final LogIndex log;
  final Retention retention;

  long now;
  Optional<String> clusterId;

  /** What others are told of this server; another disk is another data uuid. */
  private MemberRecord record;

  /** [PERSISTENT] in the vote file; never decreases (I1). */
  private Epoch promised;

  /** The highest epoch number seen anywhere. */
  private long epochNumberSeen;

  /** Up to where this server's log is on its disk. */
  long durable;

  long commit;
  long applied;

  /** Up to where the log is known to be that of the promised epoch's master. */
  long agreed;

  /** Tells syncs of a log that has been cut since from syncs of this one. */
  long generation;

  /**
   * The log holds every acknowledged entry (I5). Granted by a master, never inferred; false at
   * start.
   */
  boolean eligible;

  /** The epoch that this process ordered entries in last, as its master. */
  private Epoch ordered = Epoch.NONE;

  /** What was cut off this server's log, on its way to the master. */
  final Reconciling reconciling = new Reconciling(this);

  /** Whose snapshots are on their way. */
  final Set<Address> fetchingFrom = new TreeSet<>();

  /** The operator stops this server: it is not to be promoted or counted on any more. */
  boolean stopping;

  private boolean stopped;
  private @Nullable RoleState role;
  private List<Effect> effects = new ArrayList<>();

  CoreState(CoreSettings settings, DurableState durableState) {
    this.settings = settings;
    this.timings = settings.timings();
    this.record = settings.self();
    this.self = record.internalAddress();
    this.clusterId = durableState.clusterId();
    this.promised = durableState.promised();
    this.epochNumberSeen = promised.number();
    this.log = durableState.log();
    this.retention = new Retention(this, durableState.snapshot(), durableState.snapshotBytes());
    this.durable = log.lastIndex();
    this.applied = durableState.applied();
    this.commit = applied;
  }

  RoleState role() {
    RoleState current = role;
    if (current == null) {
      throw new IllegalStateException("the core has not been started");
    }
    return current;
  }

  void become(RoleState next) {
    if (role != null) {
      role.leave();
    }
    role = next;
    next.enter();
    emit(new Effect.ViewChanged());
  }

  Epoch promised() {
    return promised;
  }

  /** Makes the promise durable before anything else is done in that epoch (I1). */
  void promise(Epoch epoch) {
    if (!epoch.isNewerThan(promised)) {
      throw new IllegalStateException("I1: promised " + promised + ", asked to promise " + epoch);
    }
    promised = epoch;
    agreed = 0;
    saw(epoch);
    emit(new Effect.PersistVote(epoch));
  }

  void saw(Epoch epoch) {
    epochNumberSeen = Math.max(epochNumberSeen, epoch.number());
  }

  Epoch nextEpoch() {
    return new Epoch(epochNumberSeen + 1, self);
  }

  /** Above what servers that cannot be asked have seen in any likelihood. */
  Epoch forcedEpoch() {
    return new Epoch(epochNumberSeen + CoreSettings.FORCED_EPOCHS, self);
  }

  ConfigAt newestConfig() {
    return log.newestConfig();
  }

  /**
   * The newest Config that this server has or has been told of, by whomever: who is left out by one
   * that is newer than this log's may lack what it acknowledged.
   */
  ConfigAt newestKnown() {
    ConfigAt said = peers.newestSaid();
    return said.isNewerThan(newestConfig()) ? said : newestConfig();
  }

  MemberRecord record() {
    return record;
  }

  /**
   * All that might know something: members, seeds, and the master of the promised epoch; without
   * this server, in address order.
   */
  Set<Address> others() {
    TreeSet<Address> others = new TreeSet<>(settings.seeds());
    if (!promised.equals(Epoch.NONE)) {
      others.add(promised.master());
    }
    newestConfig().config().members().forEach(m -> others.add(m.internalAddress()));
    others.remove(self);
    return others;
  }

  // ---- Effects.

  void emit(Effect effect) {
    effects.add(effect);
  }

  List<Effect> takeEffects() {
    List<Effect> taken = effects;
    effects = new ArrayList<>();
    return taken;
  }

  Envelope envelope() {
    return new Envelope(clusterId, record, settings.incarnation(), promised);
  }

  void send(Address to, Message message) {
    emit(new Effect.Send(to, envelope(), message, now));
  }

  void reply(long replyTo, Message message) {
    if (replyTo != 0) {
      emit(new Effect.Reply(replyTo, envelope(), message));
    }
  }

  /** What this server answers whoever asks for the master. */
  Message.CheckMasterReply describe() {
    Optional<Address> master = role().master();
    long heard =
        master
            .map(m -> m.equals(self) ? 0 : now - peers.heardAt(m))
            .filter(age -> age >= 0 && age < Integer.MAX_VALUE)
            .orElse(-1L);
    return new Message.CheckMasterReply(
        role().role(), master, heard, log.last(), newestConfig(), eligible);
  }

  void note(String text) {
    emit(new Effect.Note(text));
  }

  void askAll() {
    others().forEach(other -> send(other, new Message.CheckMaster()));
  }

  void probe(Address peer) {
    if (peers.startProbing(peer)) {
      emit(new Effect.Probe(peer));
    }
  }

  /** Says once that the process may end. */
  void stopped(Optional<Address> newMaster) {
    if (!stopped) {
      stopped = true;
      emit(new Effect.Stopped(newMaster));
    }
  }

  // ---- The log.

  /** Orders one more entry as the master of the promised epoch. */
  LogEntry order(LogEntry.Type type, ByteString payload) {
    ordered = promised;
    LogEntry entry = LogEntry.after(log.last(), promised, type, payload);
    log.append(entry);
    return entry;
  }

  void appendToLog(List<LogEntry> entries) {
    emit(new Effect.AppendLog(generation, List.copyOf(entries)));
  }

  /** Whether the state can be built anew from what stays. */
  boolean canTruncateTo(LogPosition fork) {
    return fork.index() >= retention.snapshot().index();
  }

  /**
   * Cuts the log, which archives what is cut off; if some of it was applied, the state is built
   * anew. Entries that an acknowledgement stands on are never cut: the caller goes by a newer
   * master's log (I6).
   */
  void truncateTo(LogPosition fork) {
    if (fork.index() >= log.lastIndex()) {
      return;
    }
    if (!canTruncateTo(fork)) {
      throw new IllegalStateException(
          "I9: cannot cut to " + fork + " below the snapshot of " + retention.snapshot());
    }
    note(
        "cuts its log from " + log.last() + " back to " + fork + ", the rest is kept in diverged/");
    long acknowledgedUpTo = acknowledgedUpTo();
    log.truncateAfter(fork.index());
    generation++;
    durable = Math.min(durable, fork.index());
    // What is acknowledged is applied or about to be.
    if (Math.max(applied, commit) > fork.index()) {
      applied = retention.snapshot().index();
      emit(new Effect.RebuildState(fork.index()));
    }
    emit(new Effect.TruncateLog(fork.index(), acknowledgedUpTo));
    commit = Math.min(commit, fork.index());
  }

  /**
   * Starts the log anew after a snapshot. What is in it is kept, unless it is the beginning of the
   * history that the snapshot stands on: one master wrote all of an epoch (I2).
   *
   * @param shared up to where the log is known to be that history
   */
  void resetTo(Event.SnapshotFetched fetched, long shared) {
    LogPosition position = fetched.position();
    boolean sameEpoch = log.last().epoch().equals(position.epoch());
    long archiveAfter =
        sameEpoch ? Math.max(shared, Math.min(log.lastIndex(), position.index())) : shared;
    long acknowledgedUpTo = acknowledgedUpTo();
    log.reset(position, fetched.newest());
    generation++;
    durable = position.index();
    applied = durable;
    commit = durable;
    retention.replaced(position, fetched.bytes());
    emit(new Effect.InstallSnapshot(position, archiveAfter, acknowledgedUpTo));
  }

  /**
   * Up to where this log may have been acknowledged to somebody. Who ordered its end as a master
   * knows; whoever else has it, or has it from before a restart, does not.
   */
  private long acknowledgedUpTo() {
    return log.last().epoch().equals(ordered)
        ? Math.max(commit, log.firstOfLastEpoch() - 1)
        : log.lastIndex();
  }

  /** Another disk from now on: whatever this server acknowledged is void. */
  void beginAnew(String dataUuid) {
    record =
        new MemberRecord(record.id(), record.clientAddress(), record.internalAddress(), dataUuid);
    emit(new Effect.BeginAnew(dataUuid));
    log.reset(LogPosition.START, ConfigAt.NONE);
    retention.replaced(LogPosition.START, 0);
    generation++;
    durable = 0;
    applied = 0;
    commit = 0;
    agreed = 0;
  }

  /** Raises the commit index as a slave, and applies what is on this disk; nobody waits for it. */
  void commitUpTo(long index) {
    commit = Math.max(commit, index);
    emit(new Effect.Apply(Math.min(commit, durable), 0, newestConfig().config().members().size()));
  }
}
