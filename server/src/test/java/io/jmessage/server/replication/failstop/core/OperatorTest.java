package io.jmessage.server.replication.failstop.core;

import static io.jmessage.server.replication.failstop.core.CoreDriver.address;
import static io.jmessage.server.replication.failstop.core.CoreDriver.config;
import static io.jmessage.server.replication.failstop.core.CoreDriver.effects;
import static io.jmessage.server.replication.failstop.core.CoreDriver.epoch;
import static io.jmessage.server.replication.failstop.core.CoreDriver.extended;
import static io.jmessage.server.replication.failstop.core.CoreDriver.log;
import static io.jmessage.server.replication.failstop.core.CoreDriver.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an operator asks and orders, and how a DEGRADED server behaves: events in, effects out. */
class OperatorTest {

  private static final Epoch ONE = epoch(1, 0);
  private static final Epoch TWO = epoch(2, 1);
  private static final List<LogEntry> ALL_IN_SYNC = log(config(ONE, 0, 1, 2), 5);

  // ---- Status.

  @Test
  void masterKnowsHowFarEachIs_status() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.submit("hello");

    ServerStatus status = master.status();

    assertThat(status.role()).isEqualTo(Role.MASTER);
    assertThat(status.trouble()).isEmpty();
    assertThat(status.members()).extracting(m -> m.member().id()).containsExactly("0", "1");
    ServerStatus.Member slave = status.members().get(1);
    assertThat(slave.inSync()).isTrue();
    assertThat(status.last().index() - slave.durable()).isEqualTo(1);
    assertThat(slave.heardMillis()).isZero();
  }

  /** Named by the newest Config, but not told so: it would not serve alone. */
  @Test
  void isNotProven_slaveHasNotBeenToldThatItIsInSync() {
    CoreDriver master = CoreDriver.master();
    master.join(1);

    assertThat(master.status().members().get(1).proven()).isFalse();
    proveInSync(master, 1);

    assertThat(master.status().members().get(1).proven()).isTrue();
  }

  @Test
  void saysForWhomItWaits_status() {
    CoreDriver server = new CoreDriver(0, false, CoreDriver.restarted(ONE, ALL_IN_SYNC));
    server.receive(1, ONE, said(Role.RECOVERING));
    server.receive(2, ONE, said(Role.DEGRADED));
    server.tick(20);

    assertThat(server.status().trouble().orElseThrow())
        .startsWith("waits for server 2 (its log is damaged): ")
        .contains("force-promote");
  }

  // ---- DEGRADED.

  @Test
  void takesNoPart_degraded() {
    CoreDriver server = degraded();
    assertThat(server.core().role()).isEqualTo(Role.DEGRADED);
    server.takeEffects();

    List<Effect> effects = server.tick(20_000);

    assertThat(messages(effects).filter(m -> !(m instanceof Message.CheckMaster))).isEmpty();
    assertThat(effects(effects, Effect.TruncateLog.class)).isEmpty();
    assertThat(effects(effects, Effect.AppendLog.class)).isEmpty();
    assertThat(server.core().eligible()).isFalse();
    assertThat(server.status().trouble()).contains("the log is damaged: byte 17");
  }

  @Test
  void saysSo_degradedIsAsked() {
    CoreDriver server = degraded();

    List<Effect> effects = server.receive(1, ONE, new Message.CheckMaster());

    Message.CheckMasterReply reply = messages(effects, Message.CheckMasterReply.class).get(0);
    assertThat(reply.role()).isEqualTo(Role.DEGRADED);
    assertThat(reply.eligible()).isFalse();
  }

  @Test
  void servesNothing_degradedIsAskedForItsTail() {
    CoreDriver server = degraded();

    assertThat(server.receive(1, ONE, new Message.FetchTail(List.of(LogPosition.START)))).isEmpty();
  }

  @Test
  void adoptsDurablyAndFollowsNobody_degradedHearsOfANewerEpoch() {
    CoreDriver server = degraded();

    List<Effect> effects = server.receive(1, TWO, new Message.CheckMaster());

    assertThat(effects).contains(new Effect.PersistVote(TWO));
    assertThat(server.core().role()).isEqualTo(Role.DEGRADED);
  }

  /** It neither blocks a promotion nor counts for it. */
  @Test
  void promisesWithoutBeingEligible_degradedMeetsAClaim() {
    CoreDriver server = degraded();

    List<Effect> effects = server.receive(1, TWO, new Message.Claim(TWO, false, true));

    assertThat(effects).contains(new Effect.PersistVote(TWO));
    assertThat(messages(effects, Message.Promise.class).get(0).eligible()).isFalse();
    assertThat(server.core().role()).isEqualTo(Role.DEGRADED);
  }

  @Test
  void objects_degradedHearsTheMaster() {
    CoreDriver server = degraded();
    server.receive(0, ONE, CoreDriver.checkReply(Role.MASTER, 0));

    List<Effect> effects = server.receive(1, TWO, new Message.Claim(TWO, false, false));

    assertThat(messages(effects, Message.Objection.class)).hasSize(1);
    assertThat(server.core().promised()).isEqualTo(ONE);
  }

  /** Also not when it has heard of that epoch from another message of the candidate. */
  @Test
  void promisesNothing_degradedMeetsTheClaimOfAColdStart() {
    CoreDriver server = degraded();

    for (int i = 0; i < 2; i++) {
      List<Effect> effects = server.receive(1, TWO, new Message.Claim(TWO, true, true));
      assertThat(messages(effects, Message.Promise.class)).isEmpty();
      assertThat(messages(effects, Message.CheckMasterReply.class))
          .extracting(Message.CheckMasterReply::role)
          .containsExactly(Role.DEGRADED);
      server.receive(1, TWO, new Message.CheckMaster());
    }
  }

  @Test
  void givesUp_coldStartMeetsADegradedServer() {
    CoreDriver server = new CoreDriver(0, false, CoreDriver.restarted(ONE, ALL_IN_SYNC));
    server.receive(1, ONE, said(Role.RECOVERING));
    server.receive(2, ONE, said(Role.RECOVERING));
    server.tick(20);
    assertThat(server.core().role()).isEqualTo(Role.CANDIDATE);

    server.receive(2, server.core().promised(), said(Role.DEGRADED));

    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
    server.tick(5000);
    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
  }

  @Test
  void leavesItOut_degradedHasPromised() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);
    server.on(new Event.StreamClosed(address(0)));
    server.gone(0);

    server.receive(
        2, TWO, new Message.Promise(TWO, LogPosition.START, server.core().newestConfig(), false));

    assertThat(server.core().role()).isEqualTo(Role.MASTER);
    assertThat(server.core().newestConfig().config().inSync()).containsExactly(address(1));
  }

  @Test
  void dropsAtOnce_memberInSyncIsDegraded() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.on(new Event.StreamClosed(address(1)));

    master.receive(1, "second", ONE, said(Role.DEGRADED));

    assertThat(master.core().newestConfig().config().inSync()).containsExactly(address(0));
  }

  /** A living slave that may be promoted must never be dropped. */
  @Test
  void keeps_newsOfDamageIsOlderThanTheSubscription() {
    CoreDriver master = CoreDriver.master();
    master.join(1);

    master.receive(1, ONE, said(Role.DEGRADED));
    master.receiveFromDisk(1, "old disk", ONE, said(Role.DEGRADED));

    assertThat(master.core().newestConfig().config().inSync()).hasSize(2);
  }

  // ---- Repair.

  @Test
  void beginsAnewAsAnotherDisk_repair() {
    CoreDriver server = degraded();
    server.receive(0, ONE, CoreDriver.checkReply(Role.MASTER, 0));
    server.takeEffects();

    Effect.OrderAnswered answer = server.order(new Order.Repair("new-disk"));

    assertThat(answer.done()).isTrue();
    assertThat(server.core().role()).isEqualTo(Role.LEARNER);
    assertThat(server.core().last()).isEqualTo(LogPosition.START);
    List<Effect> effects = server.takeEffects();
    assertThat(effects).contains(new Effect.BeginAnew("new-disk"));
    Effect.Send register =
        effects(effects, Effect.Send.class).stream()
            .filter(send -> send.message() instanceof Message.Register)
            .findFirst()
            .orElseThrow();
    assertThat(effects.indexOf(register)).isGreaterThan(effects.indexOf(beginsAnew(effects)));
    assertThat(register.envelope().sender().dataUuid()).isEqualTo("new-disk");
  }

  @Test
  void refuses_repairWithoutAMaster() {
    CoreDriver server = degraded();

    Effect.OrderAnswered answer = server.order(new Order.Repair("new-disk"));

    assertThat(answer.done()).isFalse();
    assertThat(answer.text()).contains("force-promote");
    assertThat(server.core().role()).isEqualTo(Role.DEGRADED);
  }

  /** The master has died since: nothing may be given up for it. */
  @Test
  void refuses_repairFromAMasterThatIsSilent() {
    CoreDriver server = degraded();
    server.receive(0, ONE, CoreDriver.checkReply(Role.MASTER, 0));
    server.tick(2020);

    assertThat(server.order(new Order.Repair("new-disk")).done()).isFalse();
  }

  @Test
  void refuses_repairOfAHealthyServer() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);

    assertThat(server.order(new Order.Repair("new-disk")).done()).isFalse();
    assertThat(server.core().last().index()).isEqualTo(6);
  }

  /** Restarted after a repair with nothing on its command line that leads to the others. */
  @Test
  void asksTheMasterOfItsEpoch_emptyLogAndNoSeeds() {
    CoreDriver server = new CoreDriver(0, true, CoreDriver.restarted(TWO, List.of()));

    assertThat(effects(server.tick(300), Effect.Send.class))
        .filteredOn(send -> send.message() instanceof Message.CheckMaster)
        .extracting(Effect.Send::to)
        .contains(address(1));
    server.receive(1, TWO, CoreDriver.checkReply(Role.MASTER, 1));
    assertThat(server.core().role()).isEqualTo(Role.LEARNER);
  }

  // ---- By force.

  @Test
  void becomesMasterAlone_forcedAndNobodyAnswers() {
    CoreDriver server = new CoreDriver(0, false, CoreDriver.restarted(ONE, ALL_IN_SYNC));

    assertThat(server.order(new Order.ForcePromote("0", 42)).done()).isTrue();
    assertThat(server.core().role()).isEqualTo(Role.CANDIDATE);
    List<Effect> effects = server.tick(720);

    assertThat(server.core().role()).isEqualTo(Role.MASTER);
    assertThat(server.core().promised().number()).isGreaterThan(1);
    Config config = server.core().newestConfig().config();
    assertThat(config.inSync()).containsExactly(address(0));
    assertThat(config.forced()).contains(new Forced(server.core().promised(), 7, 42));
    assertThat(messages(effects, Message.NewMaster.class)).isNotEmpty();
  }

  /** The mark stays, whoever joins later. */
  @Test
  void keepsTheMark_laterConfigs() {
    CoreDriver server = new CoreDriver(0, false, CoreDriver.restarted(ONE, ALL_IN_SYNC));
    server.order(new Order.ForcePromote("0", 42));
    server.tick(720);
    server.sync();
    Optional<Forced> forced = server.core().newestConfig().config().forced();
    server.receive(
        1, server.core().promised(), new Message.Register(List.of(ALL_IN_SYNC.get(5).position())));
    server.receive(
        1, server.core().promised(), new Message.SubscribeLog(ALL_IN_SYNC.get(5).position()));
    server.acknowledge(1);

    Config later = server.core().newestConfig().config();
    assertThat(later.inSync()).hasSize(2);
    assertThat(later.forced()).isEqualTo(forced).isPresent();
    assertThat(ConfigCodec.decode(ConfigCodec.encode(later))).isEqualTo(later);
  }

  @Test
  void refuses_forceWhileAMasterAnswers() {
    CoreDriver server = new CoreDriver(1, false, CoreDriver.restarted(ONE, ALL_IN_SYNC));
    server.receive(0, ONE, CoreDriver.checkReply(Role.MASTER, 0));

    assertThat(server.order(new Order.ForcePromote("1", 42)).done()).isFalse();
  }

  @Test
  void refuses_forceWhileAnotherIsEligible() {
    CoreDriver server = new CoreDriver(1, false, CoreDriver.restarted(ONE, ALL_IN_SYNC));
    server.receive(2, ONE, CoreDriver.checkReply(Role.SLAVE, 0));

    Effect.OrderAnswered answer = server.order(new Order.ForcePromote("1", 42));

    assertThat(answer.done()).isFalse();
    assertThat(answer.text()).contains(address(2).toString());
  }

  @Test
  void refuses_forceOfAnotherIdOrOfADegradedServer() {
    CoreDriver server = new CoreDriver(1, false, CoreDriver.restarted(ONE, ALL_IN_SYNC));

    assertThat(server.order(new Order.ForcePromote("2", 42)).done()).isFalse();
    assertThat(degraded().order(new Order.ForcePromote("1", 42)).done()).isFalse();
  }

  @Test
  void givesUp_forcedButAnotherIsEligible() {
    CoreDriver server = forcing();

    server.receive(
        2,
        server.core().promised(),
        new Message.Promise(
            server.core().promised(), LogPosition.START, server.core().newestConfig(), true));

    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
  }

  @Test
  void givesUp_forcedButAnotherHearsAMaster() {
    CoreDriver server = forcing();

    server.receive(2, ONE, new Message.Wait(500));

    assertThat(server.core().role()).isEqualTo(Role.RECOVERING);
  }

  // ---- Stepping down.

  @Test
  void handsOverAndFollowsEligibly_stepDown() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    proveInSync(master, 1);
    master.takeEffects();

    assertThat(master.order(new Order.StepDown()).done()).isTrue();
    assertThat(messages(master.takeEffects(), Message.HandOver.class)).hasSize(1);
    assertThat(effects(master.submit("late"), Effect.Refused.class)).hasSize(1);
    List<Effect> claimed = master.receive(1, TWO, new Message.Claim(TWO, false, true));

    assertThat(messages(claimed, Message.Promise.class))
        .extracting(Message.Promise::eligible)
        .containsExactly(true);
    assertThat(master.core().master()).contains(address(1));
    assertThat(effects(claimed, Effect.Stopped.class)).isEmpty();
  }

  /** What is on its way is acknowledged before anybody takes over: no send fails. */
  @Test
  void waitsUntilAllIsAcknowledged_stepDown() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    proveInSync(master, 1);
    master.submit("on its way");
    master.takeEffects();

    master.order(new Order.StepDown());
    assertThat(messages(master.takeEffects(), Message.HandOver.class)).isEmpty();
    master.sync();
    master.acknowledge(1);
    master.tick(20);

    assertThat(messages(master.takeEffects(), Message.HandOver.class)).hasSize(1);
  }

  @Test
  void refuses_stepDownAloneInSync() {
    CoreDriver master = CoreDriver.master();

    assertThat(master.order(new Order.StepDown()).done()).isFalse();
    assertThat(effects(master.submit("goes on"), Effect.Accepted.class)).hasSize(1);
  }

  @Test
  void staysMaster_heirDoesNotTakeOver() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    proveInSync(master, 1);
    master.order(new Order.StepDown());

    for (int i = 0; i < 30; i++) {
      master.tick(200);
      master.acknowledge(1);
    }

    assertThat(master.core().role()).isEqualTo(Role.MASTER);
    assertThat(effects(master.submit("goes on"), Effect.Accepted.class)).hasSize(1);
    List<Effect> late = master.receive(1, TWO, new Message.Claim(TWO, false, true));
    assertThat(messages(late, Message.Objection.class)).hasSize(1);
  }

  /** Nobody is left to take over: users must not wait for that. */
  @Test
  void goesOnAtOnce_heirIsGone() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    proveInSync(master, 1);
    master.order(new Order.StepDown());

    master.on(new Event.StreamClosed(address(1)));
    master.gone(1);
    master.tick(20);

    assertThat(effects(master.submit("goes on"), Effect.Accepted.class)).hasSize(1);
  }

  @Test
  void namesTheMaster_stepDownAtASlave() {
    CoreDriver server = CoreDriver.slave(1, ALL_IN_SYNC);

    Effect.OrderAnswered answer = server.order(new Order.StepDown());

    assertThat(answer.done()).isFalse();
    assertThat(answer.text()).contains(address(0).toString());
  }

  // ---- Forgetting.

  @Test
  void removesTheMember_forget() {
    CoreDriver master = masterThatDropped(1);

    Effect.OrderAnswered answer = master.order(new Order.Forget("1"));

    assertThat(answer.done()).as(answer.text()).isTrue();
    assertThat(master.core().newestConfig().config().members())
        .extracting(MemberRecord::id)
        .containsExactly("0");
  }

  @Test
  void registersAnew_forgottenServerComesBack() {
    CoreDriver master = masterThatDropped(1);
    master.order(new Order.Forget("1"));
    master.sync();

    master.receive(1, ONE, new Message.Register(List.of(LogPosition.START)));

    assertThat(master.core().newestConfig().config().members())
        .extracting(MemberRecord::id)
        .containsExactly("0", "1");
  }

  @Test
  void refuses_forgetOfWhoIsInSyncHeardUnknownOrTheMaster() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    assertThat(master.order(new Order.Forget("1")).text()).contains("in sync");
    assertThat(master.order(new Order.Forget("0")).text()).contains("the master itself");
    assertThat(master.order(new Order.Forget("9")).text()).contains("no member");
    master.receive(1, ONE, new Message.Leave());

    Effect.OrderAnswered heard = master.order(new Order.Forget("1"));

    assertThat(heard.done()).isFalse();
    assertThat(heard.text()).contains("was heard");
  }

  // ---- Words.

  private static CoreDriver degraded() {
    return new CoreDriver(2, false, CoreDriver.damaged(ONE, extended(ALL_IN_SYNC, ONE, 1)));
  }

  private static Effect beginsAnew(List<Effect> effects) {
    return effects(effects, Effect.BeginAnew.class).get(0);
  }

  /** Server 0, forced, while servers 1 and 2 have not answered yet. */
  private static CoreDriver forcing() {
    CoreDriver server = new CoreDriver(0, false, CoreDriver.restarted(ONE, ALL_IN_SYNC));
    server.order(new Order.ForcePromote("0", 42));
    return server;
  }

  private static CoreDriver masterThatDropped(int number) {
    CoreDriver master = CoreDriver.master();
    master.join(number);
    master.on(new Event.StreamClosed(address(number)));
    master.gone(number);
    master.sync();
    master.tick(3000);
    return master;
  }

  /** The Config is acknowledged, and a token of after that has come back. */
  private static void proveInSync(CoreDriver master, int number) {
    master.tick(300);
    master.acknowledge(number);
    master.tick(300);
    master.acknowledge(number);
  }

  private static Message.CheckMasterReply said(Role role) {
    return new Message.CheckMasterReply(
        role,
        Optional.empty(),
        -1,
        ALL_IN_SYNC.get(5).position(),
        new ConfigAt(config(ONE, 0, 1, 2), 1),
        false);
  }
}
