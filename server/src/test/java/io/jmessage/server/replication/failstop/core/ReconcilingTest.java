package io.jmessage.server.replication.failstop.core;

import static io.jmessage.server.replication.failstop.core.CoreDriver.config;
import static io.jmessage.server.replication.failstop.core.CoreDriver.effects;
import static io.jmessage.server.replication.failstop.core.CoreDriver.epoch;
import static io.jmessage.server.replication.failstop.core.CoreDriver.log;
import static io.jmessage.server.replication.failstop.core.CoreDriver.messages;
import static io.jmessage.server.replication.failstop.core.CoreDriver.registerReply;
import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was cut off a log is submitted to the master that stands (docs/protocol.md, 3.11). */
class ReconcilingTest {

  private static final Epoch ONE = epoch(1, 0);
  private static final Epoch TWO = epoch(2, 1);
  private static final List<LogEntry> LOG = log(config(ONE, 0, 1, 2), 5);
  private static final DivergedSuffix SUFFIX =
      new DivergedSuffix("archive", 5, 6, Collections.emptySortedSet());
  private static final List<LogEntry> BATCH = LOG.subList(4, 6);
  private static final LogPosition LAST = LOG.get(5).position();

  // ---- What may have been acknowledged.

  @Test
  void submitsAllOfIt_whoWasNotItsMaster() {
    CoreDriver slave = CoreDriver.slave(2, LOG);

    assertThat(cutTo(slave, 4)).containsExactly(new Effect.TruncateLog(4, 6));
  }

  @Test
  void submitsWhatWasAcknowledged_whoseMasterItWas() {
    CoreDriver master = CoreDriver.master();
    master.submit("acknowledged");
    master.sync();
    master.submit("never on a disk");

    assertThat(master.core().commit()).isEqualTo(2);
    assertThat(cutTo(master, 0)).containsExactly(new Effect.TruncateLog(0, 2));
  }

  private static List<Effect.TruncateLog> cutTo(CoreDriver server, int index) {
    server.receive(1, TWO, new Message.NewMaster(TWO));
    server.receive(1, TWO, CoreDriver.checkReply(Role.MASTER, 1));
    LogPosition fork = index == 0 ? LogPosition.START : LOG.get(index - 1).position();
    return effects(server.receive(1, TWO, registerReply(fork)), Effect.TruncateLog.class);
  }

  // ---- The server that has the archive.

  @Test
  void readsAndSends_oneBatchAtATime() {
    CoreDriver slave = follower();

    assertThat(effects(slave.tick(20), Effect.ReadDiverged.class))
        .containsExactly(new Effect.ReadDiverged(SUFFIX));
    List<Effect> read = slave.on(new Event.DivergedRead("archive", BATCH));

    assertThat(messages(read, Message.Reconcile.class))
        .containsExactly(new Message.Reconcile(BATCH, Set.of()));
    assertThat(messages(slave.tick(1000), Message.Reconcile.class)).isEmpty();
  }

  @Test
  void asksAgain_noAnswer() {
    CoreDriver slave = sending();

    List<Effect> before = pass(slave, CoreSettings.RECONCILE_MILLIS - 100);
    List<Effect> later = pass(slave, 200);

    assertThat(messages(before, Message.Reconcile.class)).isEmpty();
    assertThat(messages(later, Message.Reconcile.class)).hasSize(1);
  }

  @Test
  void keepsHowFarItIs_andWhatWasLeftAside() {
    CoreDriver slave = sending();
    LeftAside left = new LeftAside(BATCH.get(0).position(), "why", "what");

    List<Effect> done = slave.receive(0, ONE, new Message.ReconcileReply(LAST, List.of(left)));

    assertThat(effects(done, Effect.SaveReconciled.class))
        .containsExactly(new Effect.SaveReconciled(SUFFIX.after(6, Set.of("what")), List.of(left)));
    assertThat(slave.core().isReconciled()).isTrue();
  }

  @Test
  void believesNobodyElse_answerOfAnOlderMasterOrToAnotherBatch() {
    CoreDriver slave = sending();

    slave.receive(1, epoch(0, 1), new Message.ReconcileReply(LAST, List.of()));
    slave.receive(0, ONE, new Message.ReconcileReply(BATCH.get(0).position(), List.of()));

    assertThat(slave.core().isReconciled()).isFalse();
  }

  @Test
  void waits_whileItHasNoMaster() {
    CoreDriver alone = new CoreDriver(2, false, CoreDriver.restarted(ONE, LOG));
    alone.on(new Event.DivergedKept(SUFFIX));

    assertThat(effects(alone.tick(5000), Effect.ReadDiverged.class)).isEmpty();
  }

  @Test
  void mergesItself_whoHasBecomeMaster() {
    CoreDriver master = CoreDriver.master();
    master.on(new Event.DivergedKept(SUFFIX));
    assertThat(effects(master.tick(20), Effect.ReadDiverged.class)).hasSize(1);

    List<Effect> read = master.on(new Event.DivergedRead("archive", BATCH));
    assertThat(effects(read, Effect.Merge.class))
        .containsExactly(new Effect.Merge(0, LAST, BATCH, Set.of()));

    master.on(new Event.Merged(0, LAST, List.of()));
    assertThat(master.core().isReconciled()).isTrue();
  }

  @Test
  void goesOnWithTheNext_archiveIsDamaged() {
    CoreDriver slave = follower();
    slave.on(
        new Event.DivergedKept(new DivergedSuffix("next", 7, 8, Collections.emptySortedSet())));
    slave.tick(20);

    slave.on(new Event.DivergedUnreadable("archive", "a flipped bit"));
    List<Effect> later = pass(slave, CoreSettings.RECONCILE_MILLIS);

    assertThat(effects(later, Effect.ReadDiverged.class))
        .extracting(read -> read.suffix().name())
        .contains("next");
  }

  /** Time passes, and the master is heard all the while. */
  private static List<Effect> pass(CoreDriver slave, long millis) {
    List<Effect> all = new ArrayList<>();
    for (long passed = 0; passed < millis; passed += 100) {
      slave.answer(0, ONE, new Message.HeartBeatReply(true, true, passed));
      slave.receive(0, ONE, slave.keepAlive(6));
      all.addAll(slave.tick(100));
    }
    return all;
  }

  private static CoreDriver follower() {
    CoreDriver slave = CoreDriver.slave(2, LOG);
    slave.on(new Event.DivergedKept(SUFFIX));
    return slave;
  }

  private static CoreDriver sending() {
    CoreDriver slave = follower();
    slave.tick(20);
    slave.on(new Event.DivergedRead("archive", BATCH));
    return slave;
  }

  // ---- The master that orders it anew.

  @Test
  void ordersOnlyWhatIsNotInItsLog_thenAnswers() {
    CoreDriver master = CoreDriver.master();
    master.submit("common");
    master.sync();
    LogEntry own =
        LogEntry.after(
            LogPosition.START,
            master.core().promised(),
            LogEntry.Type.COMMAND,
            LOG.get(1).payload());
    List<LogEntry> entries = List.of(LOG.get(0), own, LOG.get(1));

    List<Effect> asked =
        master.receive(1, master.core().promised(), new Message.Reconcile(entries, Set.of("x")));

    List<Effect.Merge> merges = effects(asked, Effect.Merge.class);
    assertThat(merges).hasSize(1);
    assertThat(merges.get(0).entries()).as("no Config").containsExactly(own, LOG.get(1));
    assertThat(merges.get(0).aside()).containsExactly("x");
    assertThat(messages(asked, Message.ReconcileReply.class)).isEmpty();
    LogPosition last = merges.get(0).last();
    List<Effect> merged = master.on(new Event.Merged(merges.get(0).replyTo(), last, List.of()));
    assertThat(messages(merged, Message.ReconcileReply.class))
        .containsExactly(new Message.ReconcileReply(last, List.of()));
  }

  @Test
  void ordersNothing_pausedAndNotConfirmed() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.pause(3000);

    List<Effect> asked =
        master.receive(1, master.core().promised(), new Message.Reconcile(BATCH, Set.of()));

    assertThat(effects(asked, Effect.Merge.class)).isEmpty();
  }
}
