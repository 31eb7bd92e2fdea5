package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Orders commands, has them on every disk in sync before they count, and keeps the in-sync set
 * (docs/protocol.md, 3.6 to 3.8).
 */
final class Mastering extends RoleState {

  /** What the master knows of one other server. */
  private static final class Slave {
    boolean subscribed;
    long sent;
    long match;
    long token = Peers.NEVER;

    /** Of the process that subscribed last. */
    String incarnation = "";

    /** It has been told, since it subscribed, that it is in sync: it would serve alone. */
    boolean knowsItIsInSync;

    long subscribedAt = Peers.NEVER;
  }

  private final Config firstConfig;
  private long epochConfigIndex;
  private final Map<Address, Slave> slaves = new HashMap<>();
  private final Deque<Long> reads = new ArrayDeque<>();
  private final long since;
  private long keepAliveAt = Peers.NEVER;
  private long beaconAt = Peers.NEVER;

  /** When the newest Config was acknowledged: later tokens carry the news of it. */
  private long configCommittedAt = Long.MAX_VALUE;

  /**
   * After a pause: acknowledgements of tokens from here on confirm that this is still the master.
   */
  private long confirmSince = Peers.NEVER;

  private boolean confirmed = true;
  private Optional<Address> handedTo = Optional.empty();
  private long handOverAt = Peers.NEVER;

  Mastering(CoreState core, Config firstConfig) {
    super(core);
    this.firstConfig = firstConfig;
    this.since = core.now;
  }

  @Override
  Role role() {
    return Role.MASTER;
  }

  @Override
  Optional<Address> master() {
    return Optional.of(core.self);
  }

  @Override
  void enter() {
    core.eligible = true;
    changeConfig(firstConfig);
    epochConfigIndex = core.log.lastIndex();
    core.note("is the master of epoch " + core.promised());
    core.others().forEach(o -> core.send(o, new Message.NewMaster(core.promised())));
    onTick();
  }

  @Override
  void leave() {
    core.eligible = core.eligible && !core.stopping;
    core.emit(new Effect.FailPending("this server is no longer the master"));
    refuseReads();
    slaves.forEach(
        (address, slave) -> {
          if (slave.subscribed) {
            core.emit(new Effect.CloseStream(address));
          }
        });
  }

  private Config config() {
    return core.newestConfig().config();
  }

  /**
   * Who may be told to people as in sync. A server that the newest Config names but that has not
   * heard so yet is needed for every acknowledgement, and yet would not serve alone.
   */
  Set<Address> provenInSync() {
    TreeSet<Address> proven = new TreeSet<>(config().inSync());
    proven.removeIf(address -> !address.equals(core.self) && !slave(address).knowsItIsInSync);
    return proven;
  }

  private List<Address> otherInSync() {
    List<Address> others = new ArrayList<>(config().inSync());
    others.remove(core.self);
    return others;
  }

  private Slave slave(Address address) {
    return slaves.computeIfAbsent(address, a -> new Slave());
  }

  // ---- Time.

  @Override
  void onTick() {
    if (core.now >= beaconAt) {
      beaconAt = core.now + CoreSettings.BEACON_MILLIS;
      core.askAll();
    }
    if (core.now >= keepAliveAt) {
      keepAliveAt = core.now + core.timings.heartBeatMillis();
      keepAlive();
    }
    confirm();
    if (core.role() == this) {
      dropSilent();
      answerReads();
      handOver();
    }
  }

  /** Tells every slave the commit index, whether or not there are entries for it. */
  private void keepAlive() {
    config().members().forEach(m -> push(m.internalAddress(), true));
  }

  private long heardAt(Address address) {
    return Math.max(since, core.peers.heardAt(address));
  }

  // ---- Commands and reads.

  void submit(List<Event.Submission> submissions) {
    List<LogEntry> batch = new ArrayList<>(submissions.size());
    for (Event.Submission submission : submissions) {
      Optional<Effect.Refusal> refusal = refusal();
      if (refusal.isPresent()) {
        core.emit(new Effect.Refused(submission.ticket(), refusal.get()));
      } else {
        LogEntry entry = core.order(LogEntry.Type.COMMAND, submission.payload());
        core.emit(new Effect.Accepted(submission.ticket(), entry.index()));
        batch.add(entry);
      }
    }
    if (!batch.isEmpty()) {
      // First into the log, from where they are sent; the disk writes while the slaves' disks do.
      core.appendToLog(batch);
      pushToAll();
    }
  }

  private Optional<Effect.Refusal> refusal() {
    if (core.stopping) {
      return Optional.of(Effect.Refusal.NOT_MASTER);
    }
    if (config().inSync().size() < core.settings.minCopies()) {
      return Optional.of(Effect.Refusal.TOO_FEW_COPIES);
    }
    long pending = core.log.bytesBetween(core.commit, core.log.lastIndex());
    return pending > CoreSettings.PENDING_BYTES_MAX
        ? Optional.of(Effect.Refusal.TOO_BUSY)
        : Optional.empty();
  }

  void read(long ticket) {
    if (core.stopping) {
      core.emit(new Effect.Refused(ticket, Effect.Refusal.NOT_MASTER));
    } else if (reads.size() >= CoreSettings.READS_MAX) {
      core.emit(new Effect.Refused(ticket, Effect.Refusal.TOO_BUSY));
    } else {
      reads.add(ticket);
      answerReads();
    }
  }

  /** Linearizable: nobody else can have acknowledged anything while every lease in sync runs. */
  private void answerReads() {
    if (!reads.isEmpty()
        && confirmed
        && core.commit >= epochConfigIndex
        && otherInSync().stream().allMatch(this::leaseIsValid)) {
      reads.forEach(ticket -> core.emit(new Effect.ReadGranted(ticket, core.commit)));
      reads.clear();
    }
  }

  private void refuseReads() {
    reads.forEach(t -> core.emit(new Effect.Refused(t, Effect.Refusal.NOT_MASTER)));
    reads.clear();
  }

  /** Counted from when the echoed token was sent, which is before the slave granted it. */
  private boolean leaseIsValid(Address address) {
    return core.now < slave(address).token + core.timings.leaseMillis();
  }

  // ---- To the slaves.

  private void pushToAll() {
    slaves.keySet().forEach(address -> push(address, false));
  }

  /** Sends what the slave has not been sent, as far as its window allows. */
  private void push(Address address, boolean evenIfNothing) {
    Slave slave = slave(address);
    if (!slave.subscribed) {
      return;
    }
    boolean sentSome = false;
    while (slave.sent < core.log.lastIndex()
        && core.log.bytesBetween(Math.max(slave.match, core.log.base().index()), slave.sent)
            < CoreSettings.WINDOW_BYTES_MAX) {
      long upTo = core.log.lastFitting(slave.sent + 1, CoreSettings.APPEND_BYTES_MAX);
      sendEntries(address, slave.sent + 1, upTo);
      slave.sent = upTo;
      sentSome = true;
    }
    if (evenIfNothing && !sentSome) {
      sendEntries(address, slave.sent + 1, slave.sent);
    }
  }

  private void sendEntries(Address address, long from, long upTo) {
    Message.Append header =
        new Message.Append(
            core.log.position(from - 1),
            List.of(),
            core.commit,
            core.newestConfig().index(),
            config().inSync().contains(address),
            core.now);
    core.emit(new Effect.SendEntries(address, core.envelope(), header, from, upTo));
  }

  // ---- From the slaves.

  @Override
  void onMessage(Envelope envelope, long replyTo, Message message) {
    if (message instanceof Message.Register register) {
      onRegister(envelope, replyTo, register);
    } else if (message instanceof Message.SubscribeLog subscribe) {
      onSubscribe(envelope, subscribe);
    } else if (message instanceof Message.AppendAck ack) {
      onAck(envelope, ack);
    } else if (message instanceof Message.HeartBeat beat) {
      core.reply(replyTo, new Message.HeartBeatReply(true, core.now));
      echo(envelope, beat.token());
    } else if (message instanceof Message.Leave) {
      onLeave(envelope, replyTo);
    }
  }

  private void onLeave(Envelope envelope, long replyTo) {
    core.note("server " + envelope.sender().id() + " leaves");
    slave(envelope.from()).subscribed = false;
    drop(List.of(envelope.from()));
    core.reply(replyTo, new Message.NewMasterReply());
  }

  private boolean isCurrent(Envelope envelope) {
    return envelope.epoch().equals(core.promised());
  }

  private void onAck(Envelope envelope, Message.AppendAck ack) {
    Slave slave = slave(envelope.from());
    if (!isCurrent(envelope) || !slave.subscribed) {
      return;
    }
    slave.match = Math.max(slave.match, Math.min(ack.durable(), slave.sent));
    echo(envelope, ack.token());
    grow(envelope.from(), slave);
    push(envelope.from(), false);
    advanceCommit();
  }

  private void echo(Envelope envelope, long token) {
    if (isCurrent(envelope)) {
      Slave slave = slave(envelope.from());
      slave.token = Math.max(slave.token, Math.min(token, core.now));
      prove(envelope.from(), slave);
      confirm();
      if (core.role() == this) {
        answerReads();
      }
    }
  }

  private void prove(Address address, Slave slave) {
    if (!slave.knowsItIsInSync
        && slave.token > Math.max(configCommittedAt, slave.subscribedAt)
        && config().inSync().contains(address)) {
      slave.knowsItIsInSync = true;
      core.emit(new Effect.ViewChanged());
    }
  }

  private void onRegister(Envelope envelope, long replyTo, Message.Register register) {
    Address address = envelope.from();
    Optional<MemberRecord> known = config().member(address);
    Optional<String> refusal = idInUse(envelope.sender());
    if (refusal.isPresent()) {
      core.reply(replyTo, registerReply(Message.Verdict.REFUSED, refusal.get()));
      return;
    }
    if (!known.equals(Optional.of(envelope.sender()))) {
      core.note("registers server " + envelope.sender().id() + " at " + address);
      changeConfig(config().withMember(core.promised(), envelope.sender()));
    }
    Optional<LogPosition> fork = core.log.forkWith(register.epochTable());
    boolean snapshot =
        fork.isEmpty()
            || (fork.get().index() == 0 && core.commit > CoreSettings.REPLAY_ENTRIES_MAX);
    core.reply(
        replyTo,
        snapshot
            ? registerReply(Message.Verdict.SNAPSHOT_NEEDED, "")
            : new Message.RegisterReply(
                Message.Verdict.FROM_FORK, Optional.empty(), fork.get(), core.newestConfig(), ""));
  }

  private Message.RegisterReply registerReply(Message.Verdict verdict, String text) {
    return new Message.RegisterReply(
        verdict, Optional.empty(), LogPosition.START, core.newestConfig(), text);
  }

  /** An id names one server: another one with the same id must not push out a living one. */
  private Optional<String> idInUse(MemberRecord newcomer) {
    return config().members().stream()
        .filter(m -> m.id().equals(newcomer.id()))
        .filter(m -> !m.dataUuid().equals(newcomer.dataUuid()))
        .filter(m -> !m.internalAddress().equals(newcomer.internalAddress()))
        .filter(
            m ->
                m.internalAddress().equals(core.self)
                    || core.now - heardAt(m.internalAddress()) < core.timings.dropMillis())
        .findFirst()
        .map(
            m ->
                "id "
                    + m.id()
                    + " is that of the server at "
                    + m.internalAddress()
                    + "; give this server another id");
  }

  private void onSubscribe(Envelope envelope, Message.SubscribeLog subscribe) {
    Address address = envelope.from();
    if (!isCurrent(envelope)
        || config().member(address).isEmpty()
        || !core.log.matches(subscribe.after())) {
      core.emit(new Effect.CloseStream(address));
      return;
    }
    Slave slave = slave(address);
    dropIfItHasLost(envelope, slave, subscribe.after());
    slave.subscribed = true;
    slave.subscribedAt = core.now;
    slave.knowsItIsInSync = false;
    slave.incarnation = envelope.incarnation();
    slave.sent = subscribe.after().index();
    slave.match = 0;
    push(address, true);
  }

  /**
   * A disk that did not keep what it said it had synced does not count any more. Only a new process
   * can find that out, and as a new process it is not eligible: a living one that is must never be
   * dropped.
   */
  private void dropIfItHasLost(Envelope envelope, Slave slave, LogPosition after) {
    boolean restarted = !envelope.incarnation().equals(slave.incarnation);
    if (restarted && after.index() < slave.match) {
      core.note("server " + envelope.sender().id() + " has lost what it had acknowledged");
      drop(List.of(envelope.from()));
    }
  }

  // ---- The in-sync set.

  private void changeConfig(Config config) {
    configCommittedAt = Long.MAX_VALUE;
    LogEntry entry = core.order(LogEntry.Type.CONFIG, ConfigCodec.encode(config));
    core.appendToLog(List.of(entry));
    core.note(
        "in sync: "
            + config.inSync()
            + " of "
            + config.members().size()
            + ", from "
            + entry.index());
    core.emit(new Effect.ViewChanged());
    pushToAll();
    advanceCommit();
  }

  /**
   * A learner that has everything acknowledged joins. It need not have caught up with what is still
   * on its way: from this entry on nothing is acknowledged without it (rule 4a, decision 0006).
   */
  private void grow(Address address, Slave slave) {
    boolean caughtUp = slave.match >= core.commit && slave.match >= epochConfigIndex;
    // Not the commit index: with fewer copies than asked for it stands still until the set grows.
    long everywhere = everywhere();
    if (caughtUp
        && !config().inSync().contains(address)
        && core.newestConfig().index() <= everywhere
        && epochConfigIndex <= everywhere
        && confirmed
        && !core.stopping) {
      TreeSet<Address> inSync = new TreeSet<>(config().inSync());
      inSync.add(address);
      changeConfig(config().withInSync(core.promised(), inSync));
    }
  }

  private void dropSilent() {
    if (!confirmed) {
      return;
    }
    List<Address> silent = new ArrayList<>();
    for (Address address : otherInSync()) {
      boolean gone = core.peers.isGone(address) && core.settings.trustRefused();
      if (gone || core.now - heardAt(address) >= core.timings.dropMillis()) {
        silent.add(address);
      }
    }
    // A master that has lost contact with those who stay may itself have been replaced.
    boolean restConfirms =
        otherInSync().stream().allMatch(a -> silent.contains(a) || stillGrants(a));
    if (!silent.isEmpty() && restConfirms) {
      core.note("drops silent " + silent + " from the in-sync set");
      drop(silent);
    }
  }

  /** A server that has just become master has not been granted a lease yet. */
  private boolean stillGrants(Address address) {
    return leaseIsValid(address) || core.now - since < core.timings.leaseMillis();
  }

  private void drop(List<Address> addresses) {
    TreeSet<Address> inSync = new TreeSet<>(config().inSync());
    if (inSync.removeAll(addresses)) {
      addresses.forEach(address -> slave(address).knowsItIsInSync = false);
      changeConfig(config().withInSync(core.promised(), inSync));
    }
  }

  // ---- Acknowledging (3.6, rule 4).

  @Override
  void onSynced() {
    advanceCommit();
  }

  /** Up to where the log is durable at all in sync. */
  private long everywhere() {
    long everywhere = core.durable;
    for (Address address : otherInSync()) {
      everywhere = Math.min(everywhere, slave(address).match);
    }
    return everywhere;
  }

  private void advanceCommit() {
    ConfigAt newest = core.newestConfig();
    long everywhere = everywhere();
    boolean configIsEverywhere = newest.index() <= everywhere;
    boolean ownEpochIsEverywhere = epochConfigIndex > 0 && epochConfigIndex <= everywhere;
    if (configIsEverywhere
        && ownEpochIsEverywhere
        && newest.config().inSync().size() >= core.settings.minCopies()
        && everywhere > core.commit) {
      boolean grants = core.commit < newest.index();
      core.commit = everywhere;
      core.emit(
          new Effect.Apply(
              core.commit, newest.config().inSync().size(), newest.config().members().size()));
      answerReads();
      if (grants) {
        configCommittedAt = core.now;
        keepAlive();
      }
    }
  }

  // ---- Trouble.

  @Override
  void onStreamClosed(Address peer) {
    if (slaves.containsKey(peer)) {
      slave(peer).subscribed = false;
      core.probe(peer);
    }
  }

  @Override
  void onGone(Address peer) {
    if (!confirmed && otherInSync().contains(peer)) {
      loseMastership("cannot confirm after a pause: " + peer + " is gone");
    } else {
      dropSilent();
    }
  }

  /** After a pause this server may have been replaced: ask before going on (regression 4). */
  @Override
  void onPaused(long gapMillis) {
    if (gapMillis > core.timings.leaseMillis() && !otherInSync().isEmpty()) {
      confirmed = false;
      core.eligible = false;
      confirmSince = core.now;
      core.note("did not run for " + gapMillis + " ms: asks whether it is still the master");
      keepAliveAt = core.now;
      otherInSync().stream().filter(a -> !slave(a).subscribed).forEach(core::probe);
    }
  }

  private void confirm() {
    if (confirmed) {
      return;
    }
    if (otherInSync().stream().allMatch(a -> slave(a).token >= confirmSince)) {
      confirmed = true;
      core.eligible = true;
      core.note("is still the master");
    } else if (core.now - confirmSince > core.timings.dropMillis()) {
      loseMastership("cannot confirm after a pause: not every server in sync answers");
    }
  }

  private void loseMastership(String why) {
    core.note("steps down: " + why);
    core.become(new Recovering(core));
  }

  @Override
  Optional<Message> objectionTo(Message.Claim claim, Address candidate) {
    return confirmed && !handedTo.equals(Optional.of(candidate))
        ? Optional.of(new Message.Objection(core.promised(), core.self))
        : Optional.empty();
  }

  // ---- A planned stop.

  @Override
  void onStopRequested() {
    refuseReads();
    handOver();
  }

  @Override
  boolean hasLeft() {
    return otherInSync().isEmpty();
  }

  /** Once nothing is pending, the smallest address in sync takes over; asked until it does. */
  private void handOver() {
    if (core.stopping
        && core.now >= handOverAt
        && !otherInSync().isEmpty()
        && core.commit == core.log.lastIndex()) {
      handOverAt = core.now + core.timings.heartBeatMillis();
      Address heir = otherInSync().get(0);
      if (!handedTo.equals(Optional.of(heir))) {
        handedTo = Optional.of(heir);
        core.note("hands over to " + heir);
      }
      core.send(heir, new Message.HandOver());
    }
  }
}
