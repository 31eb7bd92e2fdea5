package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The protocol of docs/protocol.md as a function: an event and the time in, effects out. Pure and
 * deterministic; one thread at a time.
 */
public final class ReplicaCore {

  private final CoreState state;
  private final Optional<String> damage;

  public ReplicaCore(CoreSettings settings, DurableState durableState) {
    this.state = new CoreState(settings, durableState);
    this.damage = durableState.damage();
  }

  /**
   * Begins, as RECOVERING or EMPTY whatever the command line says (3.12), or DEGRADED. Once, before
   * any event.
   */
  public List<Effect> start(long nowMillis) {
    state.now = nowMillis;
    state.become(damage.isPresent() ? new Degraded(state, damage.get()) : new Recovering(state));
    return state.takeEffects();
  }

  /**
   * Takes one event at a time that never decreases, and goes on while the process is suspended.
   *
   * @return what to do, in order
   */
  public List<Effect> on(long nowMillis, Event event) {
    state.now = nowMillis;
    if (event instanceof Event.Tick) {
      onTick();
    } else if (event instanceof Event.Received received) {
      onMessage(received.envelope(), received.replyTo(), received.message());
    } else if (event instanceof Event.Answered answered) {
      if (!isForeign(answered.envelope())) {
        state.role().onAnswer(answered);
      }
      onMessage(answered.envelope(), 0, answered.message());
    } else if (event instanceof Event.Submitted submitted) {
      onSubmitted(submitted);
    } else if (event instanceof Event.Synced synced) {
      onSynced(synced);
    } else if (event instanceof Event.Applied applied) {
      // One beyond what is acknowledged is of a log that has been cut since.
      state.applied = Math.max(state.applied, Math.min(applied.index(), state.commit));
      state.retention.onApplied();
    } else if (event instanceof Event.SnapshotTaken taken) {
      state.retention.onTaken(taken.position(), taken.bytes());
    } else if (event instanceof Event.SnapshotNotTaken failed) {
      state.retention.onNotTaken(failed.why());
    } else if (event instanceof Event.ReadRequested read) {
      onRead(read.ticket());
    } else if (event instanceof Event.StreamClosed closed) {
      state.role().onStreamClosed(closed.peer());
    } else if (event instanceof Event.CallFailed failed) {
      if (!state.peers.isGone(failed.peer())) {
        state.probe(failed.peer());
      }
    } else if (event instanceof Event.Probed probed) {
      onProbed(probed);
    } else if (event instanceof Event.Paused paused) {
      state.peers.forgive(paused.gapMillis());
      state.role().paused(paused.gapMillis());
    } else if (event instanceof Event.DivergedKept kept) {
      state.reconciling.add(kept.suffix());
    } else if (event instanceof Event.DivergedRead read) {
      state.reconciling.onRead(read);
    } else if (event instanceof Event.DivergedUnreadable unreadable) {
      state.reconciling.onUnreadable(unreadable);
    } else if (event instanceof Event.Merged merged) {
      onMerged(merged);
    } else if (event instanceof Event.Ordered ordered) {
      state.role().onOrder(ordered.ticket(), ordered.order());
    } else if (event instanceof Event.StopRequested) {
      state.stopping = true;
      state.role().onStopRequested();
    } else {
      onSnapshot(event);
    }
    if (state.stopping && state.role().hasLeft()) {
      state.stopped(state.role().master().filter(master -> !master.equals(state.self)));
    }
    return state.takeEffects();
  }

  private void onTick() {
    state.peers.dueProbes(state.now).forEach(a -> state.emit(new Effect.Probe(a)));
    state.role().onTick();
    state.reconciling.onTick(state.role().takesCommands());
  }

  private void onMerged(Event.Merged merged) {
    if (merged.replyTo() == 0) {
      state.reconciling.onMerged(merged.last(), merged.aside());
    } else {
      state.reply(merged.replyTo(), new Message.ReconcileReply(merged.last(), merged.aside()));
    }
  }

  private void onProbed(Event.Probed probed) {
    boolean gone = state.peers.probed(probed.peer(), probed.result(), state.now);
    if (gone) {
      state.role().onGone(probed.peer());
    } else if (probed.result() == Event.ProbeResult.OPEN) {
      state.role().onReachable(probed.peer());
    }
  }

  private void onSynced(Event.Synced synced) {
    if (synced.generation() == state.generation && synced.index() > state.durable) {
      state.durable = synced.index();
      state.role().onSynced();
    }
  }

  private void onSnapshot(Event event) {
    if (event instanceof Event.SnapshotFetched fetched) {
      state.fetchingFrom.remove(fetched.from());
    } else if (event instanceof Event.SnapshotFailed failed) {
      state.fetchingFrom.remove(failed.from());
    }
    state.role().onSnapshot(event);
  }

  /**
   * Whether the commands that wait, so many of so many bytes, should be submitted now (3.6, rule
   * 2). If not, they would be a small batch behind others that are under way: better is to collect
   * more until something is acknowledged, and to ask again after each event.
   */
  public boolean wantsBatch(int commands, long bytes) {
    return commands >= CoreSettings.BATCH_COMMANDS_MAX
        || bytes >= CoreSettings.APPEND_BYTES_MAX
        || !(state.role() instanceof Mastering master)
        || master.wantsBatch();
  }

  private void onSubmitted(Event.Submitted submitted) {
    if (state.role() instanceof Mastering master) {
      master.submit(submitted.submissions());
    } else {
      submitted.submissions().forEach(s -> refuse(s.ticket()));
    }
  }

  private void onRead(long ticket) {
    if (state.role() instanceof Mastering master) {
      master.read(ticket);
    } else {
      refuse(ticket);
    }
  }

  private void refuse(long ticket) {
    state.emit(new Effect.Refused(ticket, Effect.Refusal.NOT_MASTER));
  }

  // ---- Messages: the receiver's rule (3.5) comes before anything else.

  private void onMessage(Envelope envelope, long replyTo, Message message) {
    if (envelope.from().equals(state.self)) {
      return;
    }
    if (isForeign(envelope)) {
      onForeign(envelope, replyTo, message);
      return;
    }
    state.peers.heard(envelope, state.now);
    if (message instanceof Message.Claim claim) {
      if (mayRaiseTheEpoch(envelope)) {
        onClaim(envelope, replyTo, claim);
      }
      return;
    }
    if (envelope.epoch().isNewerThan(state.promised())) {
      adopt(envelope);
    }
    dispatch(envelope, replyTo, message);
  }

  /** An empty server may have promised an epoch of another cluster. */
  private boolean mayRaiseTheEpoch(Envelope envelope) {
    return envelope.clusterId().isPresent() || state.clusterId.isEmpty();
  }

  private boolean isForeign(Envelope envelope) {
    return envelope.clusterId().isPresent()
        && state.clusterId.isPresent()
        && !envelope.clusterId().equals(state.clusterId);
  }

  private void onForeign(Envelope envelope, long replyTo, Message message) {
    if (message instanceof Message.Register) {
      state.note("refused server " + envelope.sender().id() + " of another cluster");
      state.reply(
          replyTo,
          new Message.RegisterReply(
              Message.Verdict.REFUSED,
              Optional.empty(),
              LogPosition.START,
              ConfigAt.NONE,
              "its data belong to another cluster; start it with an empty data directory"));
    }
  }

  private void dispatch(Envelope envelope, long replyTo, Message message) {
    if (message instanceof Message.CheckMaster) {
      state.reply(replyTo, state.describe());
    } else if (message instanceof Message.FetchTail fetch) {
      if (state.role().servesItsLog()) {
        replyTail(replyTo, fetch);
      }
    } else if (message instanceof Message.Append && isStale(envelope)) {
      state.send(envelope.from(), new Message.Stale(state.promised()));
    } else if (message instanceof Message.Register && !(state.role() instanceof Mastering)) {
      state.reply(replyTo, notMaster());
    } else if (message instanceof Message.HeartBeat && !(state.role() instanceof Mastering)) {
      state.reply(replyTo, new Message.HeartBeatReply(false, false, 0));
    } else {
      if (message instanceof Message.ReconcileReply reply
          && envelope.epoch().equals(state.promised())) {
        state.reconciling.onMerged(reply.last(), reply.aside());
      }
      if (message instanceof Message.CheckMasterReply reply) {
        state.peers.said(envelope.from(), reply, state.now);
      }
      state.role().onMessage(envelope, replyTo, message);
    }
  }

  private boolean isStale(Envelope envelope) {
    return state.promised().isNewerThan(envelope.epoch());
  }

  private Message.RegisterReply notMaster() {
    return new Message.RegisterReply(
        Message.Verdict.NOT_MASTER,
        state.role().master(),
        LogPosition.START,
        state.newestConfig(),
        "");
  }

  private void replyTail(long replyTo, Message.FetchTail fetch) {
    Optional<LogPosition> fork = state.log.forkWith(fetch.epochTable());
    LogPosition from = fork.orElse(LogPosition.START);
    long upTo =
        fork.isPresent() && from.index() < state.log.lastIndex()
            ? state.log.lastFitting(from.index() + 1, CoreSettings.APPEND_BYTES_MAX)
            : from.index();
    Message.Tail header = new Message.Tail(fork.isPresent(), from, List.of(), state.log.last());
    state.emit(new Effect.ReplyTail(replyTo, state.envelope(), header, from.index() + 1, upTo));
  }

  // ---- Epochs.

  /** A newer epoch was promised somewhere: promise it too, and follow its master. */
  private void adopt(Envelope envelope) {
    if (!mayRaiseTheEpoch(envelope)) {
      return;
    }
    Epoch epoch = envelope.epoch();
    state.promise(epoch);
    if (state.clusterId.isPresent() && state.role().followsEpochs()) {
      state.note("adopts epoch " + epoch);
      follow(epoch.master());
    }
  }

  private void follow(Address master) {
    state.become(
        master.equals(state.self) ? new Recovering(state) : new Following(state, master, false));
  }

  private void onClaim(Envelope envelope, long replyTo, Message.Claim claim) {
    state.saw(claim.epoch());
    Optional<Message> declined = state.role().declines(claim);
    if (declined.isPresent()) {
      state.reply(replyTo, declined.get());
      return;
    }
    boolean repeated = claim.epoch().equals(state.promised());
    if (!repeated && !claim.epoch().isNewerThan(state.promised())) {
      state.reply(replyTo, new Message.Stale(state.promised()));
      return;
    }
    if (!repeated) {
      Optional<Message> objection = state.role().objectionTo(claim, envelope.from());
      if (objection.isPresent()) {
        state.reply(replyTo, objection.get());
        return;
      }
      state.promise(claim.epoch());
      if (state.clusterId.isPresent() && state.role().joinsWhomItPromised()) {
        follow(envelope.from());
      }
    }
    state.reply(
        replyTo,
        new Message.Promise(claim.epoch(), state.log.last(), state.newestConfig(), state.eligible));
  }

  // ---- For the shell and for tests: what this server is now.

  public Role role() {
    return state.role().role();
  }

  public Optional<Address> master() {
    return state.role().master();
  }

  /** Where clients are sent. */
  public Optional<Address> masterForClients() {
    return state.role().masterForClients();
  }

  public Optional<String> clusterId() {
    return state.clusterId;
  }

  public Epoch promised() {
    return state.promised();
  }

  public boolean eligible() {
    return state.eligible;
  }

  public long commit() {
    return state.commit;
  }

  public long durable() {
    return state.durable;
  }

  public LogPosition last() {
    return state.log.last();
  }

  public ConfigAt newestConfig() {
    return state.newestConfig();
  }

  /** The servers that may be told to people as in sync; only a master knows it for sure. */
  public Set<Address> inSync() {
    return state.role() instanceof Mastering master
        ? master.provenInSync()
        : state.newestConfig().config().inSync();
  }

  /** What an operator is told. Takes the time, since it says how long ago things were. */
  public ServerStatus status(long nowMillis) {
    return new StatusQuery(state, Math.max(state.now, nowMillis), inSync()).answer();
  }

  /** The Config as it was at an index of the log; a snapshot of that index carries it. */
  public ConfigAt newestConfigUpTo(long index) {
    return state.log.newestConfigUpTo(index);
  }

  /** Whether everything that was cut off this server's log has been submitted again. */
  public boolean isReconciled() {
    return state.reconciling.isDone();
  }

  /** Whether this server's log has that history. */
  public boolean holds(LogPosition position) {
    return state.log.matches(position);
  }
}
