package io.jmessage.server.replication.failstop.core;

import static io.jmessage.server.replication.failstop.core.CoreDriver.address;
import static io.jmessage.server.replication.failstop.core.CoreDriver.config;
import static io.jmessage.server.replication.failstop.core.CoreDriver.effects;
import static io.jmessage.server.replication.failstop.core.CoreDriver.epoch;
import static io.jmessage.server.replication.failstop.core.CoreDriver.extended;
import static io.jmessage.server.replication.failstop.core.CoreDriver.log;
import static io.jmessage.server.replication.failstop.core.CoreDriver.messages;
import static io.jmessage.server.replication.failstop.core.CoreDriver.registerReply;
import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events in, effects out: every change of role and every rule once. */
class ReplicaCoreTest {

  private static final Epoch ONE = epoch(1, 0);
  private static final Epoch TWO = epoch(2, 1);
  private static final List<LogEntry> ALL_IN_SYNC = log(config(ONE, 0, 1, 2), 5);

  // ---- Starting.

  @Test
  void createsACluster_emptyAndTold() {
    CoreDriver server = CoreDriver.master();

    List<Effect> effects = server.takeEffects();
    assertThat(server.core().role()).isEqualTo(Role.MASTER);
    assertThat(server.core().promised()).isEqualTo(ONE);
    assertThat(effects)
        .containsSubsequence(
            new Effect.PersistVote(ONE), new Effect.AdoptCluster(CoreDriver.CLUSTER));
    assertThat(server.core().commit()).isEqualTo(1);
  }

  @Test
  void createsTheClusterAfterAll_crashedBeforeItsFirstConfig() {
    CoreDriver server = new CoreDriver(0, true, CoreDriver.restarted(ONE, List.of()));
    server.tick(20);

    assertThat(server.core().role()).isEqualTo(Role.MASTER);
    assertThat(server.core().promised()).isEqualTo(epoch(2, 0));
  }

  @Test
  void waits_emptyLogInAnotherServersCluster() {
    CoreDriver server = new CoreDriver(1, true, CoreDriver.restarted(ONE, List.of()));
    server.tick(5000);

    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
  }

  @Test
  void registersWithTheMaster_emptySlave() {
    CoreDriver server = new CoreDriver(1, false, CoreDriver.empty());
    assertThat(server.core().role()).isEqualTo(Role.EMPTY);

    List<Effect> effects = server.receive(0, ONE, CoreDriver.checkReply(Role.MASTER, 0));

    assertThat(server.core().role()).isEqualTo(Role.LEARNER);
    assertThat(messages(effects, Message.Register.class)).hasSize(1);
  }

  @Test
  void registers_newsOfTheNewMasterWasLost() {
    CoreDriver server = CoreDriver.slave(2, ALL_IN_SYNC);
    server.receive(1, TWO, new Message.Claim(TWO, false, true));
    assertThat(messages(server.tick(300), Message.CheckMaster.class)).isNotEmpty();

    List<Effect> answered = server.receive(1, TWO, CoreDriver.checkReply(Role.MASTER, 1));

    assertThat(messages(answered, Message.Register.class)).hasSize(1);
    assertThat(server.core().master()).contains(address(1));
  }

  @Test
  void isNotEligible_restarted() {
    CoreDriver server = new CoreDriver(1, false, CoreDriver.restarted(ONE, ALL_IN_SYNC));
    server.tick(5000);

    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
    assertThat(server.core().eligible()).isFalse();
  }

  @Test
  void coldStart_waitsForEverybodyInTheNewestInSyncSet() {
    CoreDriver server = new CoreDriver(0, false, CoreDriver.restarted(ONE, ALL_IN_SYNC));
    server.receive(1, ONE, recovering(ALL_IN_SYNC));
    server.tick(1000);
    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);

    server.receive(1, ONE, recovering(ALL_IN_SYNC));
    server.receive(2, ONE, recovering(ALL_IN_SYNC));
    server.tick(20);

    assertThat(server.core().role()).isEqualTo(Role.CANDIDATE);
  }

  /** It was told of a newer one long ago, by a server that is silent since. */
  @Test
  void coldStart_waitsForTheNewestInSyncSetThatItEverHeardOf() {
    CoreDriver server = new CoreDriver(0, false, CoreDriver.restarted(ONE, log(config(ONE, 0), 5)));
    server.receive(
        2,
        ONE,
        new Message.CheckMasterReply(
            Role.RECOVERING,
            Optional.empty(),
            -1,
            LogPosition.START,
            new ConfigAt(config(ONE, 2), 9),
            false));

    server.tick(10_000);

    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
    assertThat(server.status().trouble().orElseThrow()).startsWith("waits for server 2: ");
  }

  // ---- Following.

  @Test
  void becomesEligible_configAcknowledgedAndOnDisk() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);

    assertThat(server.core().role()).isEqualTo(Role.SLAVE);
    assertThat(server.core().eligible()).isTrue();
  }

  /** Whoever was in sync before may not have that Config, and would not ask this server (I4). */
  @Test
  void isNotEligible_configNotAcknowledged() {
    CoreDriver server = CoreDriver.slave(1, log(config(ONE, 0), 5));
    LogEntry newer = configAfter(server, config(ONE, 0, 1));

    server.receive(0, ONE, server.append(List.of(newer), 6, 7, true));
    server.sync();
    assertThat(server.core().eligible()).isFalse();

    server.receive(0, ONE, server.keepAlive(7));
    assertThat(server.core().eligible()).isTrue();
  }

  /** Regression 1: a Config met while catching up grants nothing. */
  @Test
  void isNotEligible_historicConfigNamesIt() {
    CoreDriver server = CoreDriver.slave(1, log(config(ONE, 0), 1));
    LogEntry historic = configAfter(server, config(ONE, 0, 1));

    server.receive(0, ONE, server.append(List.of(historic), 3, 9, false));
    server.sync();

    assertThat(server.core().eligible()).isFalse();
  }

  @Test
  void acknowledges_onlyWhatIsOnDisk() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    List<LogEntry> more = added(ALL_IN_SYNC, ONE, 3);

    List<Effect> before = server.receive(0, ONE, server.append(more, 6, 1, true));
    assertThat(messages(before, Message.AppendAck.class)).isEmpty();
    assertThat(effects(before, Effect.AppendLog.class)).hasSize(1);

    assertThat(messages(server.sync(), Message.AppendAck.class))
        .extracting(Message.AppendAck::durable)
        .containsExactly(9L);
  }

  /** I1: nothing is taken from a master of an older epoch. */
  @Test
  void answersStale_appendOfAnOlderEpoch() {
    CoreDriver server = CoreDriver.slave(2, ALL_IN_SYNC);
    Message append = server.append(added(ALL_IN_SYNC, ONE, 1), 6, 1, true);
    server.receive(1, TWO, new Message.Claim(TWO, false, true));

    List<Effect> effects = server.receive(0, ONE, append);

    assertThat(messages(effects, Message.Stale.class)).containsExactly(new Message.Stale(TWO));
    assertThat(effects(effects, Effect.AppendLog.class)).isEmpty();
  }

  @Test
  void cutsItsSuffix_forkOfANewMaster() {
    CoreDriver server = CoreDriver.slave(2, ALL_IN_SYNC);
    LogPosition fork = ALL_IN_SYNC.get(3).position();
    server.receive(1, TWO, new Message.NewMaster(TWO));
    server.receive(1, TWO, CoreDriver.checkReply(Role.MASTER, 1));

    List<Effect> effects = server.receive(1, TWO, registerReply(fork));

    assertThat(effects(effects, Effect.TruncateLog.class))
        .containsExactly(new Effect.TruncateLog(4, 6));
    assertThat(server.core().last()).isEqualTo(fork);
  }

  /** Only after a cut network. It may have applied what it has not heard of yet. */
  @Test
  void rebuildsItsStateFirst_cutsWhatItWasToldToApply() {
    CoreDriver server = CoreDriver.slave(2, ALL_IN_SYNC);
    assertThat(server.core().commit()).isEqualTo(6);
    server.receive(1, TWO, new Message.NewMaster(TWO));
    server.receive(1, TWO, CoreDriver.checkReply(Role.MASTER, 1));

    assertThat(server.receive(1, TWO, registerReply(ALL_IN_SYNC.get(3).position())))
        .containsSubsequence(new Effect.RebuildState(4), new Effect.TruncateLog(4, 6));
  }

  /** What it has from this epoch's master it may have acknowledged. */
  @Test
  void cutsNothing_answerToAnOldRegister() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.on(new Event.StreamClosed(address(0)));

    List<Effect> late = server.receive(0, ONE, registerReply(ALL_IN_SYNC.get(2).position()));
    assertThat(effects(late, Effect.TruncateLog.class)).isEmpty();
    assertThat(effects(late, Effect.OpenStream.class)).isEmpty();

    List<Effect> answer = server.receive(0, ONE, registerReply(server.core().last()));
    assertThat(effects(answer, Effect.OpenStream.class)).hasSize(1);
  }

  @Test
  void waitsBeforeItAsksAgain_snapshotFailed() {
    CoreDriver learner = CoreDriver.slave(2, ALL_IN_SYNC);
    learner.receive(1, TWO, new Message.NewMaster(TWO));
    learner.receive(1, TWO, CoreDriver.checkReply(Role.MASTER, 1));
    learner.receive(
        1,
        TWO,
        new Message.RegisterReply(
            Message.Verdict.SNAPSHOT_NEEDED,
            Optional.empty(),
            LogPosition.START,
            ConfigAt.NONE,
            ""));

    List<Effect> failed = learner.on(new Event.SnapshotFailed(CoreDriver.address(1), "cut off"));

    assertThat(messages(failed, Message.Register.class)).isEmpty();
    assertThat(messages(learner.tick(300), Message.Register.class)).hasSize(1);
  }

  @Test
  void waitsForTheSnapshotOnItsWay_pausedMeanwhile() {
    CoreDriver learner = CoreDriver.slave(2, ALL_IN_SYNC);
    learner.receive(1, TWO, new Message.NewMaster(TWO));
    learner.receive(1, TWO, CoreDriver.checkReply(Role.MASTER, 1));
    Message needed =
        new Message.RegisterReply(
            Message.Verdict.SNAPSHOT_NEEDED,
            Optional.empty(),
            LogPosition.START,
            ConfigAt.NONE,
            "");
    assertThat(effects(learner.receive(1, TWO, needed), Effect.FetchSnapshot.class)).hasSize(1);

    List<Effect> woken = learner.pause(5000);
    learner.answer(1, TWO, new Message.HeartBeatReply(true, false, 0));
    List<Effect> asked = learner.tick(1900);
    List<Effect> answered = learner.receive(1, TWO, needed);

    assertThat(messages(woken, Message.Register.class)).isEmpty();
    assertThat(messages(asked, Message.Register.class)).isEmpty();
    assertThat(effects(answered, Effect.FetchSnapshot.class)).isEmpty();
    LogPosition position = new LogPosition(TWO, 40, 7);
    List<Effect> fetched =
        learner.on(new Event.SnapshotFetched(CoreDriver.address(1), position, ConfigAt.NONE, 0));
    assertThat(effects(fetched, Effect.InstallSnapshot.class))
        .containsExactly(new Effect.InstallSnapshot(position, 0, 6));
  }

  /** The state goes back before the log does: a crash in between finds it on a log that it fits. */
  @Test
  void rebuildsTheStateBeforeItCuts_cutGoesBelowWhatItAcknowledged() {
    CoreDriver server = CoreDriver.slave(2, ALL_IN_SYNC);
    LogPosition last = server.core().last();
    server.receive(1, TWO, new Message.NewMaster(TWO));
    server.receive(1, TWO, CoreDriver.checkReply(Role.MASTER, 1));

    List<Effect> cut = server.receive(1, TWO, CoreDriver.registerReply(LogPosition.START));

    assertThat(last.index()).isPositive();
    assertThat(cut)
        .containsSubsequence(new Effect.RebuildState(0), new Effect.TruncateLog(0, last.index()));
  }

  @Test
  void keepsItsStream_lateNewMaster() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);

    List<Effect> effects = server.receive(0, ONE, new Message.NewMaster(ONE));

    assertThat(effects(effects, Effect.CloseStream.class)).isEmpty();
  }

  @Test
  void losesEligibility_pausedForLongerThanALease() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.pause(1400);
    assertThat(server.core().eligible()).isTrue();

    server.pause(1600);
    assertThat(server.core().eligible()).isFalse();
  }

  /** To its master it is silent all the time, and may be dropped. */
  @Test
  void losesEligibility_shortPausesWithNoAnswerBetween() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.pause(900);
    server.tick(40);
    server.pause(900);

    assertThat(server.core().eligible()).isFalse();
  }

  /** The master waits no longer for a slave because that one was paused. */
  @Test
  void losesEligibility_pausedAndNoAnswerSince() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.pause(1200);
    for (int i = 0; i < 9; i++) {
      server.tick(100);
      server.receive(0, ONE, new Message.CheckMaster());
    }

    assertThat(server.core().eligible()).isFalse();
  }

  /** The master that hands over has heard nothing of it since before the first pause. */
  @Test
  void losesEligibility_shortPausesBeforeAndAfterItWasAskedToTakeOver() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.pause(1300);
    server.receive(0, ONE, new Message.HandOver());
    assertThat(server.core().role()).isEqualTo(Role.CANDIDATE);

    server.pause(1300);

    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
    assertThat(server.core().eligible()).isFalse();
  }

  /** Pauses that are too short to be told: the master asks on and on, and gets no answer. */
  @Test
  void losesEligibility_masterThatHandsOverIsHeardButDoesNotAnswer() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.receive(0, ONE, new Message.HandOver());
    for (int i = 0; i < 10; i++) {
      server.receive(0, ONE, new Message.HandOver());
      server.tick(250);
    }

    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
    assertThat(server.core().eligible()).isFalse();
  }

  @Test
  void goesOn_shortPausesWhenTheMasterThatHandsOverHasPromised() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.pause(1300);
    server.receive(0, ONE, new Message.HandOver());
    Epoch claimed = server.core().promised();
    LogPosition last = server.core().last();
    server.receive(
        0, claimed, new Message.Promise(claimed, last, server.core().newestConfig(), false));

    server.pause(1300);

    assertThat(server.core().role()).isEqualTo(Role.CANDIDATE);
  }

  /** Before it does anything else: it may be asked for a promise just then. */
  @Test
  void losesEligibilityAtOnce_noAnswerBeforeAShortPause() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.tick(1000);
    server.pause(1200);

    assertThat(server.core().eligible()).isFalse();
  }

  /** That it was in sync it was told before the pause; the master may have dropped it since. */
  @Test
  void isNotEligible_answerToARegisterOfBeforeThePause() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    List<LogEntry> more = CoreDriver.extended(ALL_IN_SYNC, ONE, 1);
    server.receive(
        0, ONE, server.append(more.subList(ALL_IN_SYNC.size(), more.size()), 1, 1, true));
    server.on(new Event.StreamClosed(address(0)));
    server.pause(3200);
    server.receive(0, ONE, registerReply(server.core().last()));
    server.sync();
    assertThat(server.core().eligible()).isFalse();

    server.receive(0, ONE, server.keepAlive(server.core().last().index()));
    assertThat(server.core().eligible()).isTrue();
  }

  @Test
  void staysEligible_shortPausesWithAnAnswerBetween() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.pause(900);
    server.tick(300);
    server.answer(0, ONE, new Message.HeartBeatReply(true, true, 2));
    server.tick(300);
    server.answer(0, ONE, new Message.HeartBeatReply(true, true, 3));
    server.pause(900);

    assertThat(server.core().eligible()).isTrue();
  }

  /** The call between them gave back what had come before the first, and that is what counts. */
  @Test
  void losesEligibility_shortPausesWithOneAnswerBetween() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.pause(1300);
    server.tick(20);
    server.answer(0, ONE, new Message.HeartBeatReply(true, true, 2));
    server.pause(1300);

    assertThat(server.core().eligible()).isFalse();
  }

  /** None of its later calls need have got there. */
  @Test
  void losesEligibility_answersAreThoseOfOneCall() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.tick(300);
    for (int token = 2; token < 12; token++) {
      server.answer(0, ONE, server.calledAt(), new Message.HeartBeatReply(true, true, token));
      server.tick(20);
    }
    long calledAt = server.calledAt();
    for (int token = 12; token < 24; token++) {
      server.answer(0, ONE, calledAt, new Message.HeartBeatReply(true, true, token));
      server.receive(0, ONE, server.keepAlive(6));
      server.tick(200);
    }

    assertThat(server.core().eligible()).isFalse();
  }

  /** It counts from its promotion, which is after what it answered as a candidate only. */
  @Test
  void losesEligibility_masterAnswersButIsNotRegisteredWith() {
    CoreDriver server = CoreDriver.slave(2, ALL_IN_SYNC);
    server.receive(1, TWO, new Message.Claim(TWO, false, true));
    server.tick(300);
    server.answer(1, TWO, CoreDriver.checkReply(Role.CANDIDATE, 1));
    server.tick(300);
    server.answer(1, TWO, CoreDriver.checkReply(Role.MASTER, 1));
    server.tick(1600);
    server.receive(1, TWO, new Message.CheckMaster());
    assertThat(server.core().eligible()).isTrue();
    server.tick(200);

    assertThat(server.core().eligible()).isFalse();
  }

  @Test
  void registersAgainAfterAWhile_entriesDoNotFollow() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    List<LogEntry> later = extended(ALL_IN_SYNC, ONE, 2).subList(7, 8);

    List<Effect> effects = server.receive(0, ONE, server.append(later, 6, 1, true));
    assertThat(effects(effects, Effect.AppendLog.class)).isEmpty();
    assertThat(effects(effects, Effect.CloseStream.class)).hasSize(1);
    assertThat(messages(effects, Message.Register.class)).isEmpty();

    assertThat(messages(server.tick(300), Message.Register.class)).hasSize(1);
  }

  @Test
  void objects_claimWhileItHearsTheMaster() {
    CoreDriver server = CoreDriver.slave(2, ALL_IN_SYNC);

    List<Effect> effects = server.receive(1, TWO, new Message.Claim(TWO, false, false));

    assertThat(messages(effects, Message.Objection.class)).hasSize(1);
    assertThat(server.core().promised()).isEqualTo(ONE);
  }

  @Test
  void asksToWait_claimWhileItsLeaseRuns() {
    CoreDriver server = CoreDriver.slave(2, ALL_IN_SYNC);
    server.tick(800);

    List<Effect> effects = server.receive(1, TWO, new Message.Claim(TWO, false, false));

    assertThat(messages(effects, Message.Wait.class)).hasSize(1);
  }

  @Test
  void promisesDurably_certainClaim() {
    CoreDriver server = CoreDriver.slave(2, ALL_IN_SYNC);

    List<Effect> effects = server.receive(1, TWO, new Message.Claim(TWO, false, true));

    Message.Promise promise = messages(effects, Message.Promise.class).get(0);
    assertThat(promise.eligible()).isTrue();
    assertThat(promise.last()).isEqualTo(server.core().last());
    assertThat(effects.get(effects.size() - 1)).isInstanceOf(Effect.Reply.class);
    assertThat(effects).contains(new Effect.PersistVote(TWO));
  }

  // ---- Electing.

  @Test
  void claimsAtOnce_masterGone() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.on(new Event.StreamClosed(address(0)));

    List<Effect> effects = server.gone(0);

    assertThat(server.core().role()).isEqualTo(Role.CANDIDATE);
    assertThat(messages(effects, Message.Claim.class))
        .contains(new Message.Claim(TWO, false, true));
  }

  @Test
  void waitsItsRank_smallerAddressMayClaim() {
    CoreDriver server = CoreDriver.slave(2, ALL_IN_SYNC);
    server.on(new Event.StreamClosed(address(0)));
    server.gone(0);
    assertThat(server.core().role()).isEqualTo(Role.SLAVE);

    server.tick(1020);

    assertThat(server.core().role()).isEqualTo(Role.CANDIDATE);
  }

  @Test
  void asksFirst_masterSilent() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.tick(2040);
    assertThat(server.core().role()).isEqualTo(Role.SLAVE);

    server.receive(
        2,
        ONE,
        new Message.CheckMasterReply(
            Role.SLAVE, Optional.of(address(0)), 100, LogPosition.START, ConfigAt.NONE, true));
    server.tick(700);

    assertThat(server.core().master()).contains(address(0));
    assertThat(server.core().promised()).isEqualTo(ONE);
  }

  /** That master may be dropping it just now. */
  @Test
  void losesEligibility_othersHearTheMasterThatItLostTouchWith() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.tick(2040);
    server.receive(2, ONE, CoreDriver.checkReply(Role.SLAVE, 0));

    assertThat(server.core().eligible()).isFalse();
    assertThat(server.core().role()).isEqualTo(Role.LEARNER);
  }

  @Test
  void losesEligibility_masterAnswersThatItIsNotInSync() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.tick(300);
    server.answer(0, ONE, new Message.HeartBeatReply(true, false, 2));

    assertThat(server.core().eligible()).isFalse();
  }

  /** The stream is stuck, and heart-beats are not. */
  @Test
  void registersAgain_heartBeatsAreAnsweredButNothingIsAppended() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    for (int second = 0; second < 3; second++) {
      server.tick(800);
      server.answer(0, ONE, new Message.HeartBeatReply(true, true, second));
    }

    assertThat(messages(server.takeEffects(), Message.Register.class)).hasSize(2);
  }

  /** Its last heart-beat had no answer: that is silence, which ends a master, and no cut link. */
  @Test
  void isPromotedWithoutThePausedMaster_heardLaterThanItAnswered() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.tick(300);
    server.answer(0, ONE, new Message.HeartBeatReply(true, true, 2));
    server.tick(200);
    server.receive(0, ONE, server.keepAlive(6));
    server.tick(2900);
    assertThat(server.core().role()).isEqualTo(Role.CANDIDATE);

    server.receive(2, TWO, promise(server, true));

    assertThat(server.core().role()).isEqualTo(Role.MASTER);
  }

  /** Messages that come the one way only show nothing of the other. */
  @Test
  void losesEligibility_masterIsHeardButDoesNotAnswer() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    for (int second = 0; second < 3; second++) {
      server.receive(0, ONE, new Message.CheckMaster());
      server.tick(800);
    }

    assertThat(messages(server.takeEffects(), Message.CheckMaster.class)).isNotEmpty();
    assertThat(server.core().eligible()).isFalse();
  }

  @Test
  void isPromoted_everybodyInSyncPromisedOrGone() {
    CoreDriver server = candidate();
    assertThat(server.core().role()).isEqualTo(Role.CANDIDATE);

    List<Effect> effects = server.receive(2, TWO, promise(server, true));

    assertThat(server.core().role()).isEqualTo(Role.MASTER);
    assertThat(server.core().newestConfig().config().inSync())
        .containsExactly(address(1), address(2));
    assertThat(messages(effects, Message.NewMaster.class)).hasSize(2);
  }

  @Test
  void leavesOut_promiseOfWhoIsNotEligible() {
    CoreDriver server = candidate();
    server.receive(2, TWO, promise(server, false));

    assertThat(server.core().newestConfig().config().inSync()).containsExactly(address(1));
  }

  /** It was cut off and dropped, and has not heard so. */
  @Test
  void leavesOut_promiseOfWhoANewerConfigLeavesOut() {
    CoreDriver server = candidate();
    LogPosition last = server.core().last();
    ConfigAt newer = new ConfigAt(config(ONE, 0, 1), last.index());
    server.receive(2, TWO, new Message.Promise(TWO, last, newer, true));

    assertThat(server.core().role()).isEqualTo(Role.MASTER);
    assertThat(server.core().newestConfig().config().inSync()).containsExactly(address(1));
  }

  @Test
  void fetchesTheTail_aPromiseHasMore() {
    CoreDriver server = candidate();
    List<LogEntry> longer = extended(ALL_IN_SYNC, ONE, 2);

    List<Effect> asks =
        server.receive(
            2,
            TWO,
            new Message.Promise(TWO, longer.get(7).position(), server.core().newestConfig(), true));
    assertThat(messages(asks, Message.FetchTail.class)).hasSize(1);

    server.receive(
        2,
        TWO,
        new Message.Tail(
            true, server.core().last(), longer.subList(6, 8), longer.get(7).position()));
    assertThat(server.core().role()).isEqualTo(Role.MASTER);
    assertThat(server.core().holds(longer.get(7).position())).isTrue();
  }

  @Test
  void givesUp_aPromiseKnowsANewerConfigWithoutIt() {
    CoreDriver server = candidate();
    server.receive(
        2,
        TWO,
        new Message.Promise(TWO, server.core().last(), new ConfigAt(config(ONE, 0, 2), 6), true));

    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
    assertThat(server.core().eligible()).isFalse();
  }

  /** From whomever it has heard of it: that one need not be asked for a promise. */
  @Test
  void claimsNothing_anotherSaidThatItHasANewerConfigWithoutIt() {
    CoreDriver server = CoreDriver.slave(1, log(config(ONE, 0, 1), 5));
    server.receive(
        2,
        ONE,
        new Message.CheckMasterReply(
            Role.RECOVERING,
            Optional.empty(),
            -1,
            LogPosition.START,
            new ConfigAt(config(ONE, 0, 2), 9),
            false));
    server.on(new Event.StreamClosed(address(0)));

    List<Effect> effects = server.gone(0);

    assertThat(messages(effects, Message.Claim.class)).isEmpty();
    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
    assertThat(server.core().eligible()).isFalse();
  }

  @Test
  void givesUp_objection() {
    CoreDriver server = candidate();
    server.receive(2, ONE, new Message.Objection(ONE, address(0)));

    assertThat(server.core().role()).isEqualTo(Role.LEARNER);
    assertThat(server.core().master()).contains(address(0));
  }

  @Test
  void givesUp_pausedForLongerThanALease() {
    CoreDriver server = candidate();
    server.pause(1600);

    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
    assertThat(server.core().eligible()).isFalse();
  }

  /** Only a dead or silent master ends; one that says that it is none may be promoted itself. */
  @Test
  void waitsForThePromise_masterSaysThatItIsNone() {
    CoreDriver server = CoreDriver.slave(1, log(config(ONE, 0, 1), 5));

    server.answer(0, ONE, new Message.HeartBeatReply(false, false, 0));
    server.tick(1000);

    assertThat(server.core().role()).isEqualTo(Role.CANDIDATE);
    server.receive(0, TWO, promise(server, true));
    assertThat(server.core().role()).isEqualTo(Role.MASTER);
  }

  /** It may have been started and caught up again in the meantime. */
  @Test
  void asksAnew_whoWasGoneBeforeTheMaster() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.on(new Event.StreamClosed(address(0)));
    server.gone(0);
    server.gone(2);
    server.receive(0, epoch(3, 0), new Message.NewMaster(epoch(3, 0)));
    server.receive(0, epoch(3, 0), CoreDriver.checkReply(Role.MASTER, 0));
    server.receive(0, epoch(3, 0), registerReply(server.core().last()));
    LogEntry config = configAfter(server, config(epoch(3, 0), 0, 1, 2));
    server.receive(0, epoch(3, 0), server.append(List.of(config), 6, config.index(), true));
    server.sync();
    server.receive(0, epoch(3, 0), server.keepAlive(config.index()));
    assertThat(server.core().eligible()).isTrue();

    server.on(new Event.StreamClosed(address(0)));
    List<Effect> effects = server.gone(0);

    assertThat(server.core().role()).isEqualTo(Role.CANDIDATE);
    assertThat(effects).contains(new Effect.Probe(address(2)));
  }

  // ---- Mastering.

  @Test
  void appendsBeforeItSends_command() {
    CoreDriver master = CoreDriver.master();
    master.join(1);

    List<Effect> effects = master.submit("hello");

    assertThat(effects)
        .extracting(Effect::getClass)
        .containsSubsequence(
            List.of(Effect.Accepted.class, Effect.AppendLog.class, Effect.SendEntries.class));
  }

  @Test
  void wantsNoBatch_whileTwoAreNotAcknowledged() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    assertThat(master.core().wantsBatch(1, 100)).isTrue();
    master.submit("first");
    assertThat(master.core().wantsBatch(1, 100)).isTrue();
    master.submit("second");
    assertThat(master.core().wantsBatch(1, 100)).isFalse();

    master.sync();
    assertThat(master.core().wantsBatch(1, 100)).isFalse();
    master.acknowledge(1);
    assertThat(master.core().wantsBatch(1, 100)).isTrue();
  }

  /** They must hear so, and not wait for an acknowledgement that does not come. */
  @Test
  void wantsABatchThatItRefuses_twoAreNotAcknowledged() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.submit("first");
    master.submit("second");
    assertThat(master.core().wantsBatch(1, 100)).isFalse();

    master.on(new Event.StopRequested());

    assertThat(master.core().wantsBatch(1, 100)).isTrue();
  }

  @Test
  void wantsAFullBatch_twoAreNotAcknowledged() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.submit("first");
    master.submit("second");

    assertThat(master.core().wantsBatch(1023, 1 << 19)).isFalse();
    assertThat(master.core().wantsBatch(1024, 1 << 19)).isTrue();
    assertThat(master.core().wantsBatch(1, 1 << 20)).isTrue();
  }

  @Test
  void wantsABatch_slave() {
    assertThat(CoreDriver.slave(1, ALL_IN_SYNC).core().wantsBatch(1, 100)).isTrue();
  }

  @Test
  void commits_onEveryDiskInSync() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    long before = master.core().commit();
    master.submit("hello");

    master.sync();
    assertThat(master.core().commit()).isEqualTo(before);
    master.acknowledge(1);
    assertThat(master.core().commit()).isEqualTo(before + 1);
  }

  /** Else it would wait for an acknowledgement that only the missing one can give. */
  @Test
  void admitsWhoIsMissing_fewerInSyncThanMinCopies() {
    CoreDriver master = CoreDriver.master(2);
    assertThat(effects(master.submit("alone"), Effect.Refused.class))
        .extracting(Effect.Refused::refusal)
        .containsExactly(Effect.Refusal.TOO_FEW_COPIES);

    master.join(1);

    assertThat(master.core().newestConfig().config().inSync())
        .containsExactly(address(0), address(1));
    master.submit("together");
    assertThat(master.core().commit()).isEqualTo(master.core().last().index() - 1);
    master.sync();
    master.acknowledge(1);
    assertThat(master.core().commit()).isEqualTo(master.core().last().index());
  }

  @Test
  void drops_whoseProcessIsGone() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    assertThat(master.core().newestConfig().config().inSync()).hasSize(2);
    master.on(new Event.StreamClosed(address(1)));

    master.gone(1);

    assertThat(master.core().newestConfig().config().inSync()).containsExactly(address(0));
  }

  @Test
  void drops_whoIsSilent() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.tick(2400);
    assertThat(master.core().newestConfig().config().inSync()).hasSize(2);

    master.tick(200);

    assertThat(master.core().newestConfig().config().inSync()).containsExactly(address(0));
  }

  /**
   * Its sender had not promised this epoch when it said what its log is: the answer would cut what
   * it has acknowledged since. Found by seed 768610937.
   */
  @Test
  void isSilent_registerOfAnOlderEpoch() {
    CoreDriver master = CoreDriver.master();
    Message register = new Message.Register(List.of(LogPosition.START));

    assertThat(messages(master.receive(1, Epoch.NONE, register), Message.RegisterReply.class))
        .isEmpty();
    assertThat(messages(master.receive(1, ONE, register), Message.RegisterReply.class)).hasSize(1);
  }

  /** Whoever is dropped has left questions open. */
  @Test
  void asksFirst_slaveIsQuiet() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.tick(2000);
    master.acknowledge(1);

    assertThat(messages(master.tick(200), Message.CheckMaster.class)).isEmpty();
    assertThat(messages(master.tick(600), Message.CheckMaster.class)).isNotEmpty();
  }

  /** It is heard, but acknowledges nothing: without its token the way to it may be cut. */
  @Test
  void drops_whoIsHeardButEchoesNothing() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    for (int tenth = 0; tenth < 30; tenth++) {
      master.receive(1, ONE, new Message.HeartBeat(0, 1, 1));
      master.tick(100);
    }

    assertThat(master.core().newestConfig().config().inSync()).containsExactly(address(0));
  }

  @Test
  void keepsPushing_lateRegister() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.receive(1, ONE, new Message.Register(List.of(LogPosition.START)));

    List<Effect> effects = master.submit("hello");

    assertThat(effects(effects, Effect.SendEntries.class)).hasSize(1);
    assertThat(master.core().newestConfig().config().inSync()).hasSize(2);
  }

  @Test
  void drops_whoseDiskLostWhatItAcknowledged() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.receive(1, "second", ONE, new Message.SubscribeLog(LogPosition.START));

    assertThat(master.core().newestConfig().config().inSync()).containsExactly(address(0));
  }

  @Test
  void grantsARead_whileEveryLeaseRuns() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    assertThat(effects(master.on(new Event.ReadRequested(1)), Effect.ReadGranted.class)).hasSize(1);

    master.tick(1520);

    assertThat(effects(master.on(new Event.ReadRequested(2)), Effect.ReadGranted.class)).isEmpty();
  }

  /** Regression 4: after a pause it may have been replaced. */
  @Test
  void asksWhetherItIsStillTheMaster_paused() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.pause(3000);

    assertThat(master.core().eligible()).isFalse();
    assertThat(effects(master.on(new Event.ReadRequested(1)), Effect.ReadGranted.class)).isEmpty();
    master.tick(20);
    List<Effect> confirmed = master.acknowledge(1);
    assertThat(effects(confirmed, Effect.ReadGranted.class)).hasSize(1);
    assertThat(master.core().eligible()).isTrue();
  }

  /** Found by the search of the model (docs/protocol.md, 4). */
  @Test
  void grantsNothing_pausedAndNotConfirmed() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.pause(3000);

    assertThat(messages(master.tick(20), Message.Append.class))
        .isNotEmpty()
        .allMatch(append -> append.newestConfig() > append.commit());
    master.acknowledge(1);
    assertThat(messages(master.tick(500), Message.Append.class))
        .isNotEmpty()
        .allMatch(append -> append.newestConfig() <= append.commit());
  }

  /** An acknowledgement that waited in the socket is not one of now. */
  @Test
  void isNotConfirmed_oldAcknowledgementAfterAPause() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.pause(3000);

    assertThat(master.core().eligible()).isFalse();
    master.acknowledge(1);

    assertThat(master.core().eligible()).isFalse();
  }

  @Test
  void stepsDown_nobodyConfirms() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.pause(3000);

    List<Effect> effects = master.tick(2600);

    assertThat(master.core().role()).isEqualTo(Role.RECOVERING);
    assertThat(effects(effects, Effect.FailPending.class)).hasSize(1);
  }

  @Test
  void stepsDown_newerEpoch() {
    CoreDriver master = CoreDriver.master();
    master.join(1);

    List<Effect> effects = master.receive(1, TWO, new Message.NewMaster(TWO));

    assertThat(effects(effects, Effect.FailPending.class)).hasSize(1);
    assertThat(effects).contains(new Effect.PersistVote(TWO));
    assertThat(master.core().master()).contains(address(1));
  }

  /** It may have promised that to another cluster, which it was started against by mistake. */
  @Test
  void promisesNothing_senderIsInNoCluster() {
    CoreDriver master = CoreDriver.master();
    Epoch before = master.core().promised();

    master.receiveFromNoCluster(1, TWO, new Message.CheckMaster());
    master.receiveFromNoCluster(1, TWO, new Message.Register(List.of(LogPosition.START)));
    master.receiveFromNoCluster(1, TWO, new Message.Claim(TWO, false, true));

    assertThat(master.core().promised()).isEqualTo(before);
    assertThat(master.core().role()).isEqualTo(Role.MASTER);
  }

  @Test
  void objects_claimWhileItIsConfirmed() {
    CoreDriver master = CoreDriver.master();
    master.join(1);

    List<Effect> effects = master.receive(1, TWO, new Message.Claim(TWO, false, true));

    assertThat(messages(effects, Message.Objection.class)).hasSize(1);
    assertThat(master.core().role()).isEqualTo(Role.MASTER);
  }

  // ---- Stopping.

  @Test
  void stopsAtOnce_aloneInSync() {
    CoreDriver master = CoreDriver.master();

    assertThat(effects(master.on(new Event.StopRequested()), Effect.Stopped.class)).hasSize(1);
  }

  @Test
  void handsOver_thenPromisesAndOnlyThenStops() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    List<Effect> asked = master.on(new Event.StopRequested());
    assertThat(messages(asked, Message.HandOver.class)).hasSize(1);
    assertThat(effects(asked, Effect.Stopped.class)).isEmpty();

    List<Effect> claimed = master.receive(1, TWO, new Message.Claim(TWO, false, true));

    assertThat(messages(claimed, Message.Promise.class))
        .extracting(Message.Promise::eligible)
        .containsExactly(false);
    assertThat(claimed.get(claimed.size() - 1))
        .isEqualTo(new Effect.Stopped(Optional.of(address(1))));
  }

  @Test
  void asksAgain_handOverWasLost() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.on(new Event.StopRequested());

    assertThat(messages(master.tick(260), Message.HandOver.class)).hasSize(1);
  }

  @Test
  void leaves_slaveStopped() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);

    List<Effect> asked = server.on(new Event.StopRequested());
    assertThat(messages(asked, Message.Leave.class)).hasSize(1);
    assertThat(effects(asked, Effect.Stopped.class)).isEmpty();
    assertThat(server.core().eligible()).isFalse();

    assertThat(messages(server.tick(280), Message.Leave.class)).hasSize(1);
    List<Effect> dropped = server.receive(0, ONE, new Message.NewMasterReply());
    assertThat(effects(dropped, Effect.Stopped.class)).hasSize(1);
  }

  /** The process after it is eligible: it must not be dropped, and must be pushed to. */
  @Test
  void keepsItInSync_lateLeaveOfTheProcessBefore() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.receive(1, "second", ONE, new Message.SubscribeLog(master.core().last()));
    master.acknowledge(1);

    master.receive(1, "first", ONE, new Message.Leave());

    assertThat(master.core().newestConfig().config().inSync()).hasSize(2);
    assertThat(effects(master.submit("hello"), Effect.SendEntries.class)).hasSize(1);
  }

  @Test
  void stops_slaveWhoseMasterDoesNotLetItLeave() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.on(new Event.StopRequested());

    assertThat(effects(server.tick(2100), Effect.Stopped.class)).hasSize(1);
  }

  // ---- Words.

  /** Server 1, whose master 0 is gone, having claimed epoch 2; server 2 has not answered. */
  private static CoreDriver candidate() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.on(new Event.StreamClosed(address(0)));
    server.gone(0);
    return server;
  }

  private static Message.Promise promise(CoreDriver of, boolean eligible) {
    return new Message.Promise(
        of.core().promised(), of.core().last(), of.core().newestConfig(), eligible);
  }

  private static Message.CheckMasterReply recovering(List<LogEntry> log) {
    return new Message.CheckMasterReply(
        Role.RECOVERING,
        Optional.empty(),
        -1,
        log.get(log.size() - 1).position(),
        new ConfigAt(config(ONE, 0, 1, 2), 1),
        false);
  }

  private static List<LogEntry> added(List<LogEntry> log, Epoch epoch, int commands) {
    return extended(log, epoch, commands).subList(log.size(), log.size() + commands);
  }

  private static LogEntry configAfter(CoreDriver server, Config config) {
    return LogEntry.after(
        server.core().last(), config.epoch(), LogEntry.Type.CONFIG, ConfigCodec.encode(config));
  }
}
