package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import java.util.List;
import java.util.Optional;

/**
 * Follows one master, or a candidate that was promised an epoch: registers, is caught up, appends
 * what the master pushes, and suspects it when it falls silent (docs/protocol.md, 3.6 to 3.9).
 */
final class Following extends RoleState {

  private enum Phase {
    /** Promised an epoch to it; it is not known to be master yet. */
    PROMISED,
    REGISTERING,
    FETCHING_SNAPSHOT,
    SUBSCRIBED
  }

  private final Address master;
  private final long since;
  private Phase phase;
  private long sendAt = Peers.NEVER;
  private boolean streamOpen;

  /** Whether the master said so, in the newest message since this server lost its eligibility. */
  private boolean inSync;

  private long newestConfig;

  /** The master's commit index, as last heard. */
  private long acknowledged;

  private final Contact contact;

  /** When the newest Append came. */
  private long appendedAt;

  private long token;
  private long replyToken;
  private long grantUntil = Peers.NEVER;
  private boolean hasLeft;

  /** While a snapshot is fetched: up to where this log is known to be that of the master. */
  private long shared;

  Following(CoreState core, Address master, boolean isMaster) {
    super(core);
    this.master = master;
    this.since = core.now;
    this.contact = new Contact(core.now);
    this.phase = isMaster ? Phase.REGISTERING : Phase.PROMISED;
  }

  @Override
  Role role() {
    return core.eligible ? Role.SLAVE : Role.LEARNER;
  }

  @Override
  Optional<Address> master() {
    return Optional.of(master);
  }

  @Override
  void enter() {
    core.peers.forgetGone();
    // Who begins to follow while it is being stopped has handed over, or was not counted on.
    hasLeft = core.stopping;
    onTick();
  }

  @Override
  void leave() {
    closeStream();
  }

  @Override
  void onTick() {
    if (core.stopping) {
      askToLeave();
      return;
    }
    if (core.peers.isGone(master) && core.settings.trustRefused()) {
      suspect(Electing.Reason.GONE);
    } else if (core.now - heardAt() > core.timings.failMillis()) {
      suspect(Electing.Reason.SILENT);
    } else if (isOutOfTouch() && isHeardNow(master)) {
      // Else it is about to count as silent, which is more: a silent master ends.
      loseTouch();
    } else if (phase == Phase.SUBSCRIBED && core.now - appendedAt > core.timings.failMillis()) {
      registerLater("has the answers of its master, but nothing of its log");
    } else if (core.now >= sendAt) {
      speak();
    }
  }

  /** One message to the master every heart-beat interval, whatever the phase. */
  private void speak() {
    sendAt = core.now + core.timings.heartBeatMillis();
    if (phase == Phase.REGISTERING) {
      core.send(master, new Message.Register(core.log.epochTable()));
      return;
    }
    if (phase == Phase.PROMISED) {
      core.send(master, new Message.CheckMaster());
      return;
    }
    contact.sentHeartBeat(core.now);
    core.send(master, new Message.HeartBeat(core.durable, token, replyToken));
  }

  private long heardAt() {
    return Math.max(since, core.peers.heardAt(master));
  }

  /** What comes from the master alone shows nothing of the way there. */
  @Override
  boolean isOutOfTouch() {
    return core.now - contact.since() > core.timings.failMillis();
  }

  /**
   * The master lives, and may be dropping this server just now: it has to grant everything anew.
   */
  private void loseTouch() {
    core.note("has no answers from its master " + master + ", though it hears it");
    core.eligible = false;
    core.become(new Recovering(core));
  }

  private void suspect(Electing.Reason reason) {
    core.note("gives up its master " + master + ": " + reason);
    core.become(core.eligible ? Electing.inPlaceOf(core, master, reason) : new Recovering(core));
  }

  // ---- Messages.

  @Override
  void onAnswer(Event.Answered answered) {
    if (!countsNow(answered.envelope())) {
      return;
    }
    if (answered.message() instanceof Message.HeartBeatReply) {
      contact.heartBeatAnswered(answered.calledAt());
    } else if (answered.message() instanceof Message.CheckMasterReply reply
        && reply.role() == Role.CANDIDATE) {
      contact.isLaterThan(answered.calledAt());
    }
  }

  /** Whether it is from the master, and not from before that learnt of the promised epoch. */
  private boolean countsNow(Envelope envelope) {
    return envelope.from().equals(master)
        && (envelope.epoch().equals(core.promised()) || core.clusterId.isEmpty());
  }

  @Override
  void onMessage(Envelope envelope, long replyTo, Message message) {
    if (!countsNow(envelope)) {
      return;
    }
    if (message instanceof Message.Append append) {
      onAppend(append);
    } else if (message instanceof Message.RegisterReply reply) {
      onRegisterReply(envelope, reply);
    } else if (message instanceof Message.HeartBeatReply reply) {
      onHeartBeatReply(reply);
    } else if (message instanceof Message.CheckMasterReply reply) {
      onMasterSaid(reply.role() == Role.MASTER || reply.role() == Role.CANDIDATE);
      if (reply.role() == Role.MASTER && phase == Phase.PROMISED) {
        register();
      }
    } else if (message instanceof Message.NewMaster) {
      core.reply(replyTo, new Message.NewMasterReply());
      if (phase == Phase.PROMISED) {
        register();
      }
    } else if (message instanceof Message.NewMasterReply && core.stopping) {
      hasLeft = true;
    } else if (message instanceof Message.HandOver && core.eligible) {
      core.become(Electing.handedOver(core, master, contact.since()));
    }
  }

  private void onHeartBeatReply(Message.HeartBeatReply reply) {
    replyToken = Math.max(replyToken, reply.token());
    grantUntil = core.now + core.timings.leaseMillis();
    onMasterSaid(reply.master());
    if (core.role() == this && !reply.inSync()) {
      inSync = false;
      grantEligibility();
    }
  }

  /** A server that runs but is no longer master is as good as gone: somebody must take over. */
  private void onMasterSaid(boolean isMaster) {
    if (!isMaster && core.role() == this) {
      suspect(Electing.Reason.NOT_MASTER);
    }
  }

  private void register() {
    if (core.role() != this || core.stopping) {
      return;
    }
    closeStream();
    phase = Phase.REGISTERING;
    speak();
  }

  /** Whatever is wrong between the two logs, it must not become a fast loop. */
  private void registerLater(String why) {
    core.note(why + "; registers again");
    closeStream();
    phase = Phase.REGISTERING;
    sendAt = core.now + core.timings.heartBeatMillis();
  }

  private void onRegisterReply(Envelope envelope, Message.RegisterReply reply) {
    if (phase != Phase.REGISTERING || isOutdated(reply)) {
      return;
    }
    adoptCluster(envelope);
    switch (reply.verdict()) {
      case FROM_FORK -> {
        if (core.canTruncateTo(reply.fork())) {
          core.truncateTo(reply.fork());
          core.agreed = reply.fork().index();
          subscribe();
        } else {
          fetchSnapshot(reply.fork().index());
        }
      }
      case SNAPSHOT_NEEDED -> fetchSnapshot(core.log.base().index());
      case NOT_MASTER -> onMasterSaid(false);
      case REFUSED -> core.emit(new Effect.Halt("was refused by the master: " + reply.text()));
    }
  }

  /**
   * One at a time from one master: whoever asks again waits for the one that is on its way. What
   * this log holds after {@code shared} the snapshot may not hold.
   */
  private void fetchSnapshot(long shared) {
    phase = Phase.FETCHING_SNAPSHOT;
    core.eligible = false;
    inSync = false;
    this.shared = shared;
    if (core.fetchingFrom.add(master)) {
      core.note("is far behind: fetches a snapshot from " + master);
      core.emit(new Effect.FetchSnapshot(master, core.envelope()));
    }
  }

  /**
   * Whether the answer is to a question of before: a master never asks to cut what this server has
   * from it. Some of that is acknowledged. It may have trimmed its log, and so need a snapshot to
   * catch this server up; that one must hold all of it, too.
   */
  private boolean isOutdated(Message.RegisterReply reply) {
    return reply.verdict() == Message.Verdict.FROM_FORK
        && (reply.fork().index() < core.agreed || !core.log.matches(reply.fork()));
  }

  private void adoptCluster(Envelope envelope) {
    if (core.clusterId.isEmpty() && envelope.clusterId().isPresent()) {
      core.clusterId = envelope.clusterId();
      core.emit(new Effect.AdoptCluster(envelope.clusterId().get()));
    }
  }

  private void subscribe() {
    phase = Phase.SUBSCRIBED;
    appendedAt = core.now;
    streamOpen = true;
    sendAt = core.now + core.timings.heartBeatMillis();
    core.emit(
        new Effect.OpenStream(master, core.envelope(), new Message.SubscribeLog(core.log.last())));
  }

  // ---- The log.

  private void onAppend(Message.Append append) {
    if (phase != Phase.SUBSCRIBED) {
      return;
    }
    Optional<String> wrong = whatDoesNotFollow(append);
    if (wrong.isPresent()) {
      registerLater(wrong.get());
      return;
    }
    List<LogEntry> added =
        append.entries().stream().filter(entry -> !core.log.has(entry.index())).toList();
    added.forEach(core.log::append);
    if (!added.isEmpty()) {
      core.appendToLog(added);
    }
    takeHeader(append, append.previous().index() + append.entries().size(), added.isEmpty());
  }

  /** Looks at all of it before any of it is taken. */
  private Optional<String> whatDoesNotFollow(Message.Append append) {
    LogPosition previous = append.previous();
    if (!core.log.matches(previous)) {
      return Optional.of("got entries that do not follow its log");
    }
    for (LogEntry entry : append.entries()) {
      if (!entry.follows(previous) || entry.epoch().isNewerThan(core.promised())) {
        return Optional.of("got an entry that breaks the chain at " + entry.index());
      }
      previous = entry.position();
      if (core.log.has(entry.index()) && !core.log.matches(previous)) {
        return Optional.of("got another entry " + entry.index() + " than it has");
      }
    }
    return Optional.empty();
  }

  private void takeHeader(Message.Append append, long matched, boolean acknowledgeNow) {
    appendedAt = core.now;
    token = append.token();
    grantUntil = core.now + core.timings.leaseMillis();
    inSync = append.inSync();
    newestConfig = append.newestConfig();
    acknowledged = append.commit();
    core.agreed = Math.max(core.agreed, matched);
    core.commitUpTo(Math.min(append.commit(), matched));
    if (acknowledgeNow) {
      acknowledge();
    }
    grantEligibility();
  }

  @Override
  Optional<Address> takesCommands() {
    return phase == Phase.SUBSCRIBED ? Optional.of(master) : Optional.empty();
  }

  @Override
  void onSynced() {
    if (phase == Phase.SUBSCRIBED) {
      acknowledge();
      core.commitUpTo(core.commit);
      grantEligibility();
    }
  }

  private void acknowledge() {
    core.send(master, new Message.AppendAck(core.durable, token));
  }

  /**
   * Eligible means: the master's newest Config names this server and is acknowledged, and
   * everything acknowledged is on this disk. A Config met while catching up grants nothing
   * (docs/protocol.md, 3.7; regressions 1 and 5). One that is not on every disk in sync grants
   * nothing either: those who were in sync before must know that there is one more to ask (I4).
   */
  private void grantEligibility() {
    boolean granted =
        inSync
            && !core.stopping
            && (core.eligible || (acknowledged >= newestConfig && core.durable >= acknowledged));
    if (granted != core.eligible) {
      core.eligible = granted;
      core.note(granted ? "is in sync with " + master : "is no longer in sync with " + master);
      core.emit(new Effect.ViewChanged());
    }
  }

  private void closeStream() {
    if (streamOpen) {
      streamOpen = false;
      core.emit(new Effect.CloseStream(master));
    }
  }

  // ---- Trouble.

  @Override
  void onStreamClosed(Address peer) {
    if (peer.equals(master) && streamOpen) {
      streamOpen = false;
      phase = Phase.REGISTERING;
      sendAt = core.now + core.timings.heartBeatMillis();
      core.probe(master);
    }
  }

  @Override
  void onReachable(Address peer) {
    if (peer.equals(master) && phase == Phase.REGISTERING) {
      speak();
    }
  }

  @Override
  void onGone(Address peer) {
    onTick();
  }

  @Override
  void onSnapshot(Event event) {
    if (phase != Phase.FETCHING_SNAPSHOT) {
      return;
    }
    if (event instanceof Event.SnapshotFetched fetched
        && fetched.from().equals(master)
        && fetched.position().index() < core.agreed) {
      core.note("has more than the snapshot of " + fetched.position());
      register();
    } else if (event instanceof Event.SnapshotFetched fetched && fetched.from().equals(master)) {
      core.resetTo(fetched, shared);
      core.note("has the snapshot of " + fetched.position());
      register();
    } else if (event instanceof Event.SnapshotFailed failed && failed.from().equals(master)) {
      core.note("could not fetch the snapshot: " + failed.why());
      phase = Phase.REGISTERING;
      sendAt = core.now + core.timings.heartBeatMillis();
    }
  }

  @Override
  boolean inTouchSince(long millis) {
    return contact.since() >= millis;
  }

  /** Nothing is granted before it has subscribed again, and then the master has heard it anew. */
  @Override
  void onSlept(long gapMillis) {
    core.eligible = false;
    inSync = false;
    contact.restart(core.now);
    if (phase != Phase.FETCHING_SNAPSHOT) {
      register();
    }
  }

  @Override
  void onStopRequested() {
    super.onStopRequested();
    closeStream();
    sendAt = core.now;
    askToLeave();
  }

  /** Until the master has dropped this server, or is not there to do so. */
  private void askToLeave() {
    boolean masterIsThere = !core.peers.isGone(master) && !isOutOfTouch();
    if (!masterIsThere) {
      hasLeft = true;
    } else if (core.now >= sendAt) {
      sendAt = core.now + core.timings.heartBeatMillis();
      core.send(master, new Message.Leave());
    }
  }

  @Override
  boolean hasLeft() {
    return hasLeft;
  }

  @Override
  Optional<Message> objectionTo(Message.Claim claim, Address candidate) {
    if (claim.certain() || candidate.equals(master)) {
      return Optional.empty();
    }
    if (phase == Phase.SUBSCRIBED && isHeardNow(master)) {
      return Optional.of(new Message.Objection(core.promised(), master));
    }
    return core.now < grantUntil
        ? Optional.of(new Message.Wait(grantUntil - core.now))
        : Optional.empty();
  }
}
