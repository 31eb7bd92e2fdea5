package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Orders commands and has them on every disk in sync before they count (docs/protocol.md, 3.6); who
 * is in sync is {@link InSyncSet}'s.
 */
final class Mastering extends RoleState {

  private final Config firstConfig;
  private final Slaves slaves;
  private final InSyncSet inSync;
  private final Registration registration;
  private final Reads reads;
  private final HandingOver handing;

  /** The last indexes of the batches that are not acknowledged yet, oldest first. */
  private final Deque<Long> batches = new ArrayDeque<>();

  private long keepAliveAt = Peers.NEVER;
  private long beaconAt = Peers.NEVER;

  /**
   * After a pause: acknowledgements of tokens from here on confirm that this is still the master.
   */
  private long confirmSince = Peers.NEVER;

  private boolean confirmed = true;

  Mastering(CoreState core, Config firstConfig) {
    super(core);
    this.firstConfig = firstConfig;
    this.slaves = new Slaves(core);
    this.inSync = new InSyncSet(core, slaves);
    this.registration = new Registration(core, slaves, inSync);
    this.reads = new Reads(core);
    this.handing = new HandingOver(core, inSync);
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
    inSync.begin(firstConfig);
    core.note("is the master of epoch " + core.promised());
    core.others().forEach(o -> core.send(o, new Message.NewMaster(core.promised())));
    onTick();
  }

  @Override
  void leave() {
    core.eligible = core.eligible && !core.stopping;
    core.emit(new Effect.FailPending("this server is no longer the master"));
    reads.refuseAll();
    slaves.closeStreams();
  }

  Set<Address> provenInSync() {
    return inSync.proven();
  }

  @Override
  long durableAt(Address address) {
    return slaves.isKnown(address) && slaves.get(address).subscribed
        ? slaves.get(address).match
        : ServerStatus.UNKNOWN;
  }

  @Override
  void onTick() {
    if (core.now >= beaconAt) {
      beaconAt = core.now + CoreSettings.BEACON_MILLIS;
      core.askAll();
    }
    if (core.now >= keepAliveAt) {
      keepAliveAt = core.now + core.timings.heartBeatMillis();
      slaves.keepAlive();
      inSync.askQuiet();
    }
    confirm();
    if (core.role() == this) {
      dropSilent();
      handing.proceed();
      proceed();
    }
  }

  /** What may follow from anything that happened. */
  private void proceed() {
    if (core.role() == this) {
      advanceCommit();
      answerReads();
    }
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
      batches.add(core.log.lastIndex());
      slaves.pushToAll();
    }
  }

  /** Whether few enough batches are under way for another one, or it would be refused. */
  boolean wantsBatch() {
    return batches.size() < CoreSettings.BATCHES_MAX || refusal().isPresent();
  }

  private Optional<Effect.Refusal> refusal() {
    if (handing.isOn()) {
      return Optional.of(Effect.Refusal.NOT_MASTER);
    }
    if (inSync.config().inSync().size() < core.settings.minCopies()) {
      return Optional.of(Effect.Refusal.TOO_FEW_COPIES);
    }
    long pending = core.log.bytesBetween(core.commit, core.log.lastIndex());
    return pending > CoreSettings.PENDING_BYTES_MAX
        ? Optional.of(Effect.Refusal.TOO_BUSY)
        : Optional.empty();
  }

  void read(long ticket) {
    if (handing.isOn()) {
      core.emit(new Effect.Refused(ticket, Effect.Refusal.NOT_MASTER));
    } else {
      reads.add(ticket);
      answerReads();
    }
  }

  /** While every lease in sync runs, nobody else can have acknowledged anything. */
  private void answerReads() {
    if (!reads.isEmpty()
        && confirmed
        && core.commit >= inSync.firstIndex()
        && inSync.others().stream().allMatch(slaves::leaseIsValid)) {
      reads.grantAll();
    }
  }

  // ---- From the slaves.

  @Override
  void onMessage(Envelope envelope, long replyTo, Message message) {
    if (message instanceof Message.Register register) {
      // One of before tells of a log that has grown since: the answer would cut it.
      if (isCurrent(envelope) && !registration.isOfAnotherDisk(envelope)) {
        core.reply(replyTo, registration.register(envelope, register));
      }
    } else if (message instanceof Message.SubscribeLog subscribe) {
      onSubscribe(envelope, subscribe);
    } else if (message instanceof Message.AppendAck ack) {
      onAck(envelope, ack);
    } else if (message instanceof Message.HeartBeat beat) {
      boolean named = inSync.config().inSync().contains(envelope.from());
      core.reply(replyTo, new Message.HeartBeatReply(true, named, core.now));
      echo(envelope, beat.token(), Math.max(beat.token(), beat.replyToken()));
    } else if (message instanceof Message.Reconcile reconcile) {
      onReconcile(replyTo, reconcile);
    } else if (message instanceof Message.Leave) {
      onLeave(envelope, replyTo);
    } else if (message instanceof Message.CheckMasterReply reply && reply.role() == Role.DEGRADED) {
      dropDegraded(envelope);
    }
    proceed();
  }

  @Override
  Optional<Address> takesCommands() {
    boolean serves = confirmed && !core.stopping && core.commit >= inSync.firstIndex();
    return serves ? Optional.of(core.self) : Optional.empty();
  }

  /** Answered once they are acknowledged; who gets no answer asks again (3.11). */
  private void onReconcile(long replyTo, Message.Reconcile reconcile) {
    List<LogEntry> entries = reconcile.entries();
    if (takesCommands().isPresent() && !entries.isEmpty()) {
      LogPosition last = entries.get(entries.size() - 1).position();
      core.emit(
          new Effect.Merge(replyTo, last, Reconciling.foreign(core, entries), reconcile.aside()));
    }
  }

  private void onLeave(Envelope envelope, long replyTo) {
    Slave slave = slaves.get(envelope.from());
    if (slave.subscribed && !slave.incarnation.equals(envelope.incarnation())) {
      // From the process before this one, which is eligible and must not be dropped.
      return;
    }
    core.note("server " + envelope.sender().id() + " leaves");
    slave.subscribed = false;
    inSync.drop(List.of(envelope.from()));
    core.reply(replyTo, new Message.NewMasterReply());
  }

  /**
   * Its log is damaged, and as it is heard it would never be silent. Whoever has subscribed is not
   * damaged: then this is news of before, also if the record is another disk's.
   */
  private void dropDegraded(Envelope envelope) {
    boolean sameDisk =
        inSync.config().member(envelope.from()).equals(Optional.of(envelope.sender()));
    if (confirmed
        && sameDisk
        && !slaves.get(envelope.from()).subscribed
        && inSync.config().inSync().contains(envelope.from())) {
      core.note("server " + envelope.sender().id() + " is damaged: drops it");
      inSync.drop(List.of(envelope.from()));
    }
  }

  private boolean isCurrent(Envelope envelope) {
    return envelope.epoch().equals(core.promised());
  }

  private void onAck(Envelope envelope, Message.AppendAck ack) {
    Slave slave = slaves.get(envelope.from());
    if (!isCurrent(envelope) || !slave.subscribed) {
      return;
    }
    slave.match = Math.max(slave.match, Math.min(ack.durable(), slave.sent));
    slave.needsFrom = Math.max(slave.needsFrom, slave.match);
    echo(envelope, ack.token(), ack.token());
    if (core.role() == this) {
      if (confirmed && !handing.isOn()) {
        inSync.grow(envelope.from(), slave);
      }
      slaves.push(envelope.from(), false);
    }
  }

  /** The slave has taken an Append that was sent at {@code told}, and something at that token. */
  private void echo(Envelope envelope, long told, long token) {
    if (isCurrent(envelope)) {
      Slave slave = slaves.get(envelope.from());
      slave.told = Math.max(slave.told, Math.min(told, core.now));
      slave.token = Math.max(slave.token, Math.min(token, core.now));
      core.peers.answered(envelope.from(), slave.token);
      inSync.prove(envelope.from(), slave);
      confirm();
    }
  }

  private void onSubscribe(Envelope envelope, Message.SubscribeLog subscribe) {
    Address address = envelope.from();
    if (!isCurrent(envelope)
        || inSync.config().member(address).isEmpty()
        || !core.log.matches(subscribe.after())) {
      core.emit(new Effect.CloseStream(address));
      return;
    }
    Slave slave = slaves.get(address);
    dropIfItHasLost(envelope, slave, subscribe.after());
    slave.subscribed = true;
    slave.subscribedAt = core.now;
    // It has got the answer to its Register, and may be promoted from the first Append on.
    core.peers.answered(address, core.now);
    slave.knowsItIsInSync = false;
    slave.incarnation = envelope.incarnation();
    slave.sent = subscribe.after().index();
    slave.needsFrom = slave.sent;
    slave.match = 0;
    slaves.push(address, true);
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
      inSync.drop(List.of(envelope.from()));
    }
  }

  // ---- Acknowledging (3.6, rule 4).

  @Override
  void onSynced() {
    proceed();
  }

  private void advanceCommit() {
    ConfigAt newest = core.newestConfig();
    long everywhere = inSync.everywhere();
    boolean configIsEverywhere = newest.index() <= everywhere;
    boolean ownEpochIsEverywhere = inSync.firstIndex() <= everywhere;
    if (configIsEverywhere
        && ownEpochIsEverywhere
        && newest.config().inSync().size() >= core.settings.minCopies()
        && everywhere > core.commit) {
      acknowledge(newest, everywhere);
    }
  }

  private void acknowledge(ConfigAt newest, long upTo) {
    boolean grants = core.commit < newest.index();
    core.commit = upTo;
    batches.removeIf(last -> last <= upTo);
    core.emit(
        new Effect.Apply(upTo, newest.config().inSync().size(), newest.config().members().size()));
    if (grants) {
      inSync.acknowledged();
      slaves.keepAlive();
    }
  }

  @Override
  long neededFrom() {
    return inSync.config().members().stream()
        .map(MemberRecord::internalAddress)
        .filter(inSync::isHeard)
        .mapToLong(a -> slaves.get(a).needsFrom)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  @Override
  void onTrim(long upTo) {
    slaves.closeStreamsBefore(upTo);
  }

  // ---- Trouble.

  @Override
  void onStreamClosed(Address peer) {
    if (slaves.isKnown(peer)) {
      slaves.get(peer).subscribed = false;
      core.probe(peer);
    }
  }

  @Override
  void onGone(Address peer) {
    if (!confirmed && inSync.others().contains(peer)) {
      loseMastership("cannot confirm after a pause: " + peer + " is gone");
    } else {
      dropSilent();
      proceed();
    }
  }

  private void dropSilent() {
    if (confirmed) {
      inSync.dropSilent();
    }
  }

  /** A token sent since then has come back from everybody: they have not replaced this master. */
  @Override
  boolean inTouchSince(long millis) {
    return inSync.others().stream().allMatch(a -> slaves.get(a).token >= millis);
  }

  /** After a pause this server may have been replaced: ask before going on (regression 4). */
  @Override
  void onSlept(long gapMillis) {
    if (!inSync.others().isEmpty()) {
      confirmed = false;
      core.eligible = false;
      confirmSince = core.now;
      core.note("did not run for " + gapMillis + " ms: asks whether it is still the master");
      keepAliveAt = core.now;
      inSync.others().stream().filter(a -> !slaves.get(a).subscribed).forEach(core::probe);
    }
  }

  private void confirm() {
    if (confirmed) {
      return;
    }
    if (inTouchSince(confirmSince)) {
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
    return confirmed && !handing.isTo(candidate)
        ? Optional.of(new Message.Objection(core.promised(), core.self))
        : Optional.empty();
  }

  // ---- A planned stop, and what operators want.

  @Override
  void onStopRequested() {
    reads.refuseAll();
    handing.proceed();
  }

  @Override
  boolean hasLeft() {
    return inSync.others().isEmpty();
  }

  @Override
  void onOrder(long ticket, Order order) {
    if (order instanceof Order.StepDown) {
      stepDown(ticket);
    } else if (order instanceof Order.Forget forget) {
      registration
          .reasonToKeep(forget.id())
          .ifPresentOrElse(why -> refuse(ticket, why), () -> forget(ticket, forget.id()));
    } else {
      super.onOrder(ticket, order);
    }
  }

  private void stepDown(long ticket) {
    Optional<Address> heir = confirmed ? handing.stepDown() : Optional.empty();
    if (heir.isPresent()) {
      reads.refuseAll();
      accept(ticket, "hands over to the server at " + heir.get());
    } else {
      refuse(ticket, "no other server is in sync: nobody could take over");
    }
  }

  private void forget(long ticket, String id) {
    Address gone = registration.forget(id);
    Slave slave = slaves.get(gone);
    if (slave.subscribed) {
      slave.subscribed = false;
      core.emit(new Effect.CloseStream(gone));
    }
    accept(ticket, "server " + id + " at " + gone + " is no member any more");
    proceed();
  }
}
