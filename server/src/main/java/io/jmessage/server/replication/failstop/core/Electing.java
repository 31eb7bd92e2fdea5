package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * From suspicion to promotion: asks, waits its rank, claims an epoch, collects promises, pulls the
 * tail of the best log, and becomes master (docs/protocol.md, 3.10).
 */
final class Electing extends RoleState {

  private enum Phase {
    ASKING,
    CLAIMING,
    FETCHING_TAIL
  }

  /** A promise, and whether it counts: the disk is the one that the Config names. */
  private record Promised(Message.Promise promise, boolean sameDisk) {}

  /** Why there is to be another master. */
  enum Reason {
    /** The master is silent for so long that it must find itself paused when it wakes. */
    SILENT,
    /** The master's process is gone. */
    GONE,
    /** It runs, but is not the master: its promise is needed as anyone's. */
    NOT_MASTER,
    /** The master asks this server to take over. */
    HANDED_OVER,
    /** Nobody is master after a full stop. */
    COLD_START,
    /** An operator goes on without those who hold the newest data. */
    FORCED;

    /** Whether who heard the old master just now has nothing to object. */
    boolean isCertain() {
      return this != SILENT && this != FORCED;
    }

    /** Whether the old master can have acknowledged nothing since, and will not. */
    boolean endsTheMaster() {
      return this == SILENT || this == GONE;
    }
  }

  private final Optional<Address> suspected;
  private final Reason reason;

  /** With FORCED: when the operator said so. */
  private final long forcedAtMillis;

  /** With HANDED_OVER: when a call was made that the master before has answered. */
  private final long inTouchAt;

  private final long askedAt;
  private Phase phase = Phase.ASKING;
  private Epoch epoch = Epoch.NONE;
  private long claimedAt;
  private long sendAt = Peers.NEVER;
  private final Map<Address, Promised> promises = new TreeMap<>();
  private final Map<Address, Long> waitUntil = new TreeMap<>();
  private @Nullable Address best;
  private long fetchingSince;

  private Electing(
      CoreState core,
      Optional<Address> suspected,
      Reason reason,
      long forcedAtMillis,
      long inTouchAt) {
    super(core);
    this.suspected = suspected;
    this.reason = reason;
    this.forcedAtMillis = forcedAtMillis;
    this.inTouchAt = inTouchAt;
    this.askedAt = core.now;
  }

  /** In place of a master that is silent, gone, or none any more. */
  static Electing inPlaceOf(CoreState core, Address master, Reason reason) {
    return new Electing(core, Optional.of(master), reason, 0, core.now);
  }

  /** The master asks this server to take over. */
  static Electing handedOver(CoreState core, Address master, long inTouchAt) {
    return new Electing(core, Optional.of(master), Reason.HANDED_OVER, 0, inTouchAt);
  }

  static Electing coldStart(CoreState core) {
    return new Electing(core, Optional.empty(), Reason.COLD_START, 0, core.now);
  }

  /** Promotes this server whatever others may hold, unless one of them can still take over. */
  static Electing forced(CoreState core, long atMillis) {
    return new Electing(core, Optional.empty(), Reason.FORCED, atMillis, core.now);
  }

  private boolean isColdStart() {
    return reason == Reason.COLD_START;
  }

  @Override
  Role role() {
    return phase == Phase.ASKING ? Role.SLAVE : Role.CANDIDATE;
  }

  @Override
  Optional<Address> master() {
    return phase == Phase.ASKING ? suspected : Optional.of(core.self);
  }

  @Override
  Optional<Address> masterForClients() {
    return Optional.empty();
  }

  @Override
  void enter() {
    // Gone must mean: after the master was. Before, it could have been started and caught up again.
    core.peers.forgetGone();
    if (isColdStart() || reason == Reason.HANDED_OVER || reason == Reason.FORCED) {
      claim();
    } else {
      core.askAll();
      core.newestConfig().config().inSync().stream()
          .filter(a -> !a.equals(core.self) && !suspected.equals(Optional.of(a)))
          .forEach(core::probe);
    }
    decide();
  }

  @Override
  void onTick() {
    if (isOutOfTouch() && isHeardNow(suspected.orElseThrow())) {
      core.note("gives up its claim: has no answers from the master that hands over");
      core.become(new Recovering(core));
    } else {
      decide();
    }
  }

  @Override
  void onGone(Address peer) {
    decide();
  }

  /**
   * As for a slave: the master that hands over lives, and drops a server that it has not heard,
   * until it promises.
   */
  @Override
  boolean isOutOfTouch() {
    return reason == Reason.HANDED_OVER
        && suspected.filter(promises::containsKey).isEmpty()
        && core.now - inTouchAt > core.timings.failMillis();
  }

  /** What it knew and was promised is from before: others may have gone on without it. */
  @Override
  void onSlept(long gapMillis) {
    core.note("gives up its claim: did not run for " + gapMillis + " ms");
    core.become(new Recovering(core));
  }

  private void decide() {
    if (phase == Phase.ASKING) {
      decideToClaim();
    }
    if (phase == Phase.CLAIMING && reason == Reason.FORCED) {
      decideToForce();
    } else if (phase == Phase.CLAIMING && core.role() == this) {
      decideToPromote();
    } else if (phase == Phase.FETCHING_TAIL
        && core.now - fetchingSince > core.timings.claimMillis()) {
      // The best responder died or is slow: start again without it.
      claim();
    }
  }

  // ---- P1: who.

  private void decideToClaim() {
    if (!isCertain() && suspectedIsHeard()) {
      followLiving(suspected.orElseThrow());
      return;
    }
    if (isLeftOut()) {
      return;
    }
    long blockers = blockers();
    boolean asked = isCertain() || core.now - askedAt >= core.timings.claimMillis();
    boolean myTurn = core.now - askedAt >= blockers * core.timings.stepMillis();
    if (asked && myTurn) {
      claim();
    }
  }

  /**
   * Others hear a master that this server has lost touch with. It may be dropping this server just
   * now, and has to grant anew that it may be promoted.
   */
  private void followLiving(Address master) {
    core.eligible = false;
    core.become(new Following(core, master, true));
  }

  /** From the start, or by what the probes have shown since. */
  private boolean isCertain() {
    return reason.isCertain()
        || (core.settings.trustRefused() && suspected.filter(core.peers::isGone).isPresent());
  }

  /** Whether another member heard the suspected master just now, or it answered itself. */
  private boolean suspectedIsHeard() {
    long recent = 2 * core.timings.heartBeatMillis();
    for (Address other : core.others()) {
      Optional<Message.CheckMasterReply> said = core.peers.saidSince(other, askedAt);
      boolean itself = suspected.equals(Optional.of(other));
      if (said.isPresent()
          && (itself
              ? said.get().role() == Role.MASTER
              : said.get().master().equals(suspected)
                  && said.get().masterHeardMillis() >= 0
                  && said.get().masterHeardMillis() <= recent)) {
        return true;
      }
    }
    return false;
  }

  /** Servers in sync with a smaller address that may still claim before this one. */
  private long blockers() {
    return core.newestConfig().config().inSync().stream()
        .filter(a -> a.compareTo(core.self) < 0)
        .filter(a -> !suspected.equals(Optional.of(a)))
        .filter(a -> !core.peers.isGone(a))
        .filter(
            a ->
                core.peers
                    .saidSince(a, askedAt)
                    .map(Message.CheckMasterReply::eligible)
                    .orElse(true))
        .count();
  }

  // ---- P2 and P3: claim and promise.

  private void claim() {
    epoch = reason == Reason.FORCED ? core.forcedEpoch() : core.nextEpoch();
    core.promise(epoch);
    phase = Phase.CLAIMING;
    claimedAt = core.now;
    promises.clear();
    waitUntil.clear();
    core.note("claims epoch " + epoch + (isColdStart() ? " after a full stop" : ""));
    core.emit(new Effect.ViewChanged());
    sendClaims();
  }

  private void sendClaims() {
    sendAt = core.now + core.timings.heartBeatMillis();
    for (Address other : core.others()) {
      if (!promises.containsKey(other) && waitUntil.getOrDefault(other, 0L) <= core.now) {
        core.send(other, new Message.Claim(epoch, isColdStart(), isCertain()));
      }
    }
  }

  @Override
  void onMessage(Envelope envelope, long replyTo, Message message) {
    if (message instanceof Message.Promise promise && promise.epoch().equals(epoch)) {
      boolean sameDisk =
          promise.newest().config().member(envelope.from()).isEmpty()
              || core.peers.isSameDisk(
                  promise.newest().config().member(envelope.from()).orElseThrow());
      promises.put(envelope.from(), new Promised(promise, sameDisk));
    } else if (message instanceof Message.Objection objection && phase == Phase.CLAIMING) {
      core.note("gives up its claim: master " + objection.master() + " is alive");
      followLiving(objection.master());
      return;
    } else if (message instanceof Message.Wait && reason == Reason.FORCED) {
      giveUp(envelope, "follows a master");
      return;
    } else if (message instanceof Message.Wait wait) {
      waitUntil.put(envelope.from(), core.now + wait.millis());
    } else if (isColdStart()
        && message instanceof Message.CheckMasterReply reply
        && reply.role() == Role.DEGRADED
        && newestSeen().config().inSync().contains(envelope.from())) {
      giveUp(envelope, "is damaged");
      return;
    } else if (message instanceof Message.Tail tail) {
      onTail(envelope, tail);
      return;
    }
    decide();
  }

  private void giveUp(Envelope envelope, String why) {
    core.note("gives up its claim: server " + envelope.sender().id() + " " + why);
    core.become(new Recovering(core));
  }

  // ---- By force: whoever does not answer within a round is not waited for.

  private void decideToForce() {
    if (core.role() != this) {
      return;
    }
    boolean another = promises.values().stream().anyMatch(p -> p.promise().eligible());
    boolean allAnswered =
        core.others().stream().allMatch(a -> promises.containsKey(a) || core.peers.isGone(a));
    if (another) {
      core.note("gives up its claim: another server may be promoted without loss");
      core.become(new Recovering(core));
    } else if (allAnswered || core.now - claimedAt >= core.timings.claimMillis()) {
      promoteByForce();
    } else if (core.now >= sendAt) {
      sendClaims();
    }
  }

  private void promoteByForce() {
    Config members = newestSeen().config().withMember(epoch, core.record());
    Forced forced = new Forced(epoch, core.log.lastIndex() + 1, forcedAtMillis);
    core.note("is promoted BY FORCE: what only the missing servers hold is lost");
    core.become(
        new Mastering(
            core,
            new Config(
                epoch, members.members(), new TreeSet<>(Set.of(core.self)), Optional.of(forced))));
  }

  // ---- P4: enough.

  /** Gives up if a newer Config leaves this server out. */
  private boolean isLeftOut() {
    ConfigAt newest = newestSeen();
    if (newest.config().inSync().contains(core.self)) {
      return false;
    }
    core.note("gives up its claim: a newer Config, at " + newest.index() + ", leaves it out");
    core.become(new Recovering(core));
    return true;
  }

  private void decideToPromote() {
    if (isLeftOut()) {
      return;
    }
    ConfigAt newest = newestSeen();
    boolean waiting = false;
    for (Address address : newest.config().inSync()) {
      if (!address.equals(core.self) && !isSettled(newest, address)) {
        waiting = true;
      }
    }
    if (!waiting) {
      fetchTailOrPromote(newest);
    } else if (isColdStart() && core.now - claimedAt > core.timings.dropMillis()) {
      core.become(new Recovering(core));
    } else if (core.now >= sendAt) {
      newest.config().inSync().stream()
          .filter(a -> !a.equals(core.self) && !promises.containsKey(a))
          .forEach(core::probe);
      sendClaims();
    }
  }

  /**
   * Whether that server in sync has promised, or provably cannot have acknowledged anything since:
   * its process is gone, its disk is another one, or it has been silent for so long that it must
   * find itself paused when it wakes. After a full stop only a promise counts.
   */
  private boolean isSettled(ConfigAt newest, Address address) {
    if (promises.containsKey(address)) {
      return true;
    }
    if (isColdStart()) {
      return false;
    }
    if (core.peers.isGone(address) && core.settings.trustRefused()) {
      return true;
    }
    if (suspected.equals(Optional.of(address)) && reason.endsTheMaster()) {
      return true;
    }
    boolean otherDisk =
        core.peers.heardAt(address) >= claimedAt
            && !core.peers.isSameDisk(newest.config().member(address).orElseThrow());
    long silentSince = Math.max(claimedAt, core.peers.heardAt(address));
    return otherDisk || core.now - silentSince >= core.timings.dropMillis();
  }

  private ConfigAt newestSeen() {
    ConfigAt newest = core.newestKnown();
    for (Promised promised : promises.values()) {
      ConfigAt theirs = promised.promise().newest();
      newest = theirs.isNewerThan(newest) ? theirs : newest;
    }
    return newest;
  }

  // ---- P5: what.

  /** Who was cut off and dropped may not know that it is not eligible any more. */
  private boolean countsAsEligible(Address address, ConfigAt newest) {
    Promised promised = promises.get(address);
    return promised != null
        && promised.sameDisk()
        && newest.config().inSync().contains(address)
        && (promised.promise().eligible() || isColdStart());
  }

  private void fetchTailOrPromote(ConfigAt newest) {
    Optional<Address> longest =
        promises.keySet().stream()
            .filter(a -> countsAsEligible(a, newest))
            .max(
                Comparator.comparing(this::positionOf)
                    .thenComparing(Comparator.<Address>reverseOrder()));
    if (longest.isPresent() && positionOf(longest.get()).compareTo(core.log.last()) > 0) {
      best = longest.get();
      phase = Phase.FETCHING_TAIL;
      fetchTail();
    } else {
      promote(newest);
    }
  }

  private LogPosition positionOf(Address address) {
    Promised promised = promises.get(address);
    return promised == null ? LogPosition.START : promised.promise().last();
  }

  private void fetchTail() {
    fetchingSince = core.now;
    if (best != null) {
      core.send(best, new Message.FetchTail(core.log.epochTable()));
    }
  }

  private void onTail(Envelope envelope, Message.Tail tail) {
    if (phase != Phase.FETCHING_TAIL || !envelope.from().equals(best) || isLeftOut()) {
      return;
    }
    if (!tail.found() || !core.log.matches(tail.fork())) {
      // This log holds every acknowledged entry (I5); what the other has beyond it was never one.
      promote(newestSeen());
      return;
    }
    LogPosition matched = tail.fork();
    List<LogEntry> added = new ArrayList<>();
    for (LogEntry entry : tail.entries()) {
      if (!entry.follows(matched)) {
        claim();
        return;
      }
      if (!core.log.matches(entry.position())) {
        if (!core.canTruncateTo(matched)) {
          core.note("gives up its claim: it would have to cut its log below its snapshot");
          core.become(new Recovering(core));
          return;
        }
        // Only a conflict is cut: an answer that came late must not take back what came since.
        core.truncateTo(matched);
        core.log.append(entry);
        added.add(entry);
      }
      matched = entry.position();
    }
    if (!added.isEmpty()) {
      core.appendToLog(added);
    }
    if (tail.entries().isEmpty() || core.log.last().compareTo(tail.last()) >= 0) {
      promote(newestSeen());
    } else {
      fetchTail();
    }
  }

  // ---- P6: the Config of the new epoch.

  private void promote(ConfigAt newest) {
    TreeSet<Address> inSync = new TreeSet<>();
    inSync.add(core.self);
    promises.keySet().stream()
        .filter(a -> countsAsEligible(a, newest))
        .filter(a -> newest.config().member(a).isPresent())
        .forEach(inSync::add);
    core.become(new Mastering(core, newest.config().withInSync(epoch, inSync)));
  }

  @Override
  Optional<Message> objectionTo(Message.Claim claim, Address candidate) {
    return Optional.empty();
  }
}
