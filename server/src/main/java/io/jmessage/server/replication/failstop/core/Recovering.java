package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Address;
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
 * Looks for the master; if there is none and cannot be one without loss, waits for the servers of
 * the newest in-sync set (docs/protocol.md, 3.12).
 */
final class Recovering extends RoleState {

  private static final int FRESH_HEART_BEATS = 8;

  private long askAt = Peers.NEVER;
  private final long since;
  private String waitingFor = "";

  Recovering(CoreState core) {
    super(core);
    this.since = core.now;
  }

  @Override
  Role role() {
    return core.clusterId.isEmpty() ? Role.EMPTY : Role.RECOVERING;
  }

  @Override
  Optional<String> trouble() {
    if (core.clusterId.isEmpty()) {
      return Optional.of("has no data yet and finds no master at " + core.others());
    }
    return Optional.of(waitingFor.isEmpty() ? "looks for the master" : waitingFor);
  }

  @Override
  boolean followsEpochs() {
    return false;
  }

  /** Decides nothing yet: whoever has just given up a claim must not make the same one at once. */
  @Override
  void enter() {
    core.eligible = false;
    ask();
  }

  private void ask() {
    if (core.now >= askAt) {
      askAt = core.now + core.timings.heartBeatMillis();
      core.askAll();
    }
  }

  @Override
  void onTick() {
    ask();
    if (hasCreatedOnly()) {
      core.promise(core.nextEpoch());
      beginFirstEpoch();
    } else if (core.clusterId.isPresent()) {
      coldStart();
    } else if (core.settings.createCluster()) {
      create();
    }
  }

  @Override
  void onMessage(Envelope envelope, long replyTo, Message message) {
    if (message instanceof Message.CheckMasterReply reply) {
      onAnswer(envelope, reply);
    } else if (message instanceof Message.NewMaster && core.clusterId.isPresent()) {
      core.become(new Following(core, envelope.from(), true));
    }
  }

  private void onAnswer(Envelope envelope, Message.CheckMasterReply reply) {
    if (core.clusterId.isEmpty() && core.settings.createCluster()) {
      envelope.clusterId().ifPresent(cluster -> refuseToCreate(envelope.sender(), cluster));
      return;
    }
    if (reply.role() == Role.MASTER) {
      core.become(new Following(core, envelope.from(), true));
    } else {
      reply
          .master()
          .filter(master -> !master.equals(core.self) && !core.others().contains(master))
          .ifPresent(master -> core.send(master, new Message.CheckMaster()));
    }
  }

  // ---- S4: an operator goes on without those that are missing.

  @Override
  void onOrder(long ticket, Order order) {
    if (!(order instanceof Order.ForcePromote force)) {
      super.onOrder(ticket, order);
      return;
    }
    Optional<String> refusal = reasonNotToForce(force);
    if (refusal.isPresent()) {
      refuse(ticket, refusal.get());
      return;
    }
    Electing forced = Electing.forced(core, force.atMillis());
    accept(ticket, "claims epoch " + core.forcedEpoch().number());
    core.become(forced);
  }

  private Optional<String> reasonNotToForce(Order.ForcePromote force) {
    if (!force.id().equals(core.record().id())) {
      return Optional.of("this is server " + core.record().id() + ", not " + force.id());
    }
    if (core.clusterId.isEmpty() || core.log.lastIndex() == 0) {
      return Optional.of("this server has no data: promote one that has");
    }
    if (core.stopping) {
      return Optional.of("this server stops");
    }
    return freshAnswers().entrySet().stream()
        .filter(answer -> actsAlready(answer.getValue()))
        .findFirst()
        .map(
            answer ->
                "the server at "
                    + answer.getKey()
                    + " is "
                    + answer.getValue().role()
                    + " and needs no force: wait for it");
  }

  // ---- S1: an empty directory.

  private void refuseToCreate(MemberRecord other, String cluster) {
    core.emit(
        new Effect.Halt(
            "asked to be the master of a new cluster, but server "
                + other.id()
                + " at "
                + other.internalAddress()
                + " already belongs to cluster "
                + cluster
                + "; start as: slave --master-address="
                + other.internalAddress()));
  }

  private void create() {
    boolean answered =
        core.others().stream()
            .allMatch(o -> core.peers.isGone(o) || core.peers.heardAt(o) >= since);
    if (!answered && core.now - since < core.timings.failMillis()) {
      core.others().forEach(core::probe);
      return;
    }
    core.note("creates cluster " + core.settings.newClusterId());
    core.promise(core.nextEpoch());
    core.clusterId = Optional.of(core.settings.newClusterId());
    core.emit(new Effect.AdoptCluster(core.settings.newClusterId()));
    beginFirstEpoch();
  }

  /**
   * It crashed while it created the cluster, before the first Config was on its disk: since only
   * this server was in sync, nothing can have been acknowledged. Whoever joined an existing cluster
   * has promised an epoch of another server before.
   */
  private boolean hasCreatedOnly() {
    return core.clusterId.isPresent()
        && core.log.lastIndex() == 0
        && core.promised().master().equals(core.self);
  }

  private void beginFirstEpoch() {
    TreeSet<Address> inSync = new TreeSet<>(Set.of(core.self));
    core.become(new Mastering(core, new Config(core.promised(), List.of(core.record()), inSync)));
  }

  // ---- S3: nobody is master and nobody is eligible.

  private void coldStart() {
    Map<Address, Message.CheckMasterReply> answers = freshAnswers();
    if (answers.values().stream().anyMatch(Recovering::actsAlready)) {
      return;
    }
    ConfigAt newest = core.newestKnown();
    List<String> missing = missing(newest, answers);
    sayWaiting(newest, missing);
    if (newest.index() == 0 || !missing.isEmpty()) {
      return;
    }
    if (newest.config().inSync().contains(core.self) && isBest(newest, answers)) {
      core.become(Electing.coldStart(core));
    }
  }

  private static boolean actsAlready(Message.CheckMasterReply answer) {
    return answer.eligible() || answer.role() == Role.MASTER || answer.role() == Role.CANDIDATE;
  }

  private Map<Address, Message.CheckMasterReply> freshAnswers() {
    long fresh = core.now - FRESH_HEART_BEATS * core.timings.heartBeatMillis();
    Map<Address, Message.CheckMasterReply> answers = new TreeMap<>();
    for (Address other : core.others()) {
      core.peers.saidSince(other, fresh).ifPresent(answer -> answers.put(other, answer));
    }
    return answers;
  }

  /** Who of the newest in-sync set has not answered, or with another disk. */
  private List<String> missing(ConfigAt newest, Map<Address, Message.CheckMasterReply> answers) {
    List<String> missing = new ArrayList<>();
    for (Address address : newest.config().inSync()) {
      MemberRecord member = newest.config().member(address).orElseThrow();
      boolean there =
          address.equals(core.self)
              ? member.dataUuid().equals(core.record().dataUuid())
              : answers.containsKey(address)
                  && answers.get(address).role() != Role.DEGRADED
                  && core.peers.isSameDisk(member);
      if (!there) {
        missing.add(member.id() + (isDamaged(address, answers) ? " (its log is damaged)" : ""));
      }
    }
    return missing;
  }

  private static boolean isDamaged(
      Address address, Map<Address, Message.CheckMasterReply> answers) {
    Message.CheckMasterReply answer = answers.get(address);
    return answer != null && answer.role() == Role.DEGRADED;
  }

  private boolean isBest(ConfigAt newest, Map<Address, Message.CheckMasterReply> answers) {
    Comparator<Address> byPosition =
        Comparator.comparing(
            a -> a.equals(core.self) ? core.log.last() : positionOf(answers.get(a)));
    return newest.config().inSync().stream()
        .max(byPosition.thenComparing(Comparator.reverseOrder()))
        .filter(core.self::equals)
        .isPresent();
  }

  private static LogPosition positionOf(Message.@Nullable CheckMasterReply answer) {
    return answer == null ? LogPosition.START : answer.last();
  }

  private void sayWaiting(ConfigAt newest, List<String> missing) {
    String text =
        missing.isEmpty()
            ? ""
            : "waits for server "
                + String.join(", ", missing)
                + ": the last known in-sync set, at index "
                + newest.index()
                + ", names it and it may hold messages that this server lacks. If it cannot come"
                + " back: ./jmessage admin force-promote goes on without it";
    if (!text.equals(waitingFor)) {
      waitingFor = text;
      if (!text.isEmpty()) {
        core.note(text);
      }
    }
  }
}
