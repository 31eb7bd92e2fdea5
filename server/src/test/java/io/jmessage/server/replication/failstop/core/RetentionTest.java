package io.jmessage.server.replication.failstop.core;

import static io.jmessage.server.replication.failstop.core.CoreDriver.config;
import static io.jmessage.server.replication.failstop.core.CoreDriver.effects;
import static io.jmessage.server.replication.failstop.core.CoreDriver.epoch;
import static io.jmessage.server.replication.failstop.core.CoreDriver.log;
import static io.jmessage.server.replication.failstop.core.CoreDriver.messages;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When snapshots are taken, and what of the log goes. An entry here takes some 60 bytes. */
class RetentionTest {

  private static final Epoch ONE = epoch(1, 0);
  private static final Epoch TWO = epoch(2, 1);
  private static final List<LogEntry> LONG = log(config(ONE, 0, 1, 2), 100);

  @Test
  void takesOneSnapshot_enoughIsAppliedSinceTheLast() {
    CoreDriver slave = CoreDriver.slave(1, LONG);

    assertThat(applied(slave, 5)).isEmpty();
    assertThat(applied(slave, 50)).hasSize(1);
    assertThat(applied(slave, 60)).isEmpty();
    assertThat(taken(slave, 50)).hasSize(1);
    assertThat(applied(slave, 62)).isEmpty();
    assertThat(applied(slave, 101)).hasSize(1);
  }

  @Test
  void takesTheNextSnapshot_asMuchIsAppliedAsTheLastOneTook() {
    CoreDriver slave = CoreDriver.slave(1, LONG);
    applied(slave, 20);
    slave.on(new Event.SnapshotTaken(LONG.get(19).position(), bytes(20, 60)));

    assertThat(applied(slave, 60)).isEmpty();
    assertThat(applied(slave, 61)).hasSize(1);
  }

  @Test
  void takesTheNextSnapshot_asMuchIsAppliedAsTheOneFoundAtTheStartTakes() {
    DurableState whole = CoreDriver.restarted(Epoch.NONE, LONG);
    CoreDriver again =
        CoreDriver.slave(
            1,
            new DurableState(
                whole.clusterId(),
                Epoch.NONE,
                whole.log(),
                LONG.get(19).position(),
                bytes(20, 60),
                20,
                Optional.empty()));

    assertThat(applied(again, 60)).isEmpty();
    assertThat(applied(again, 61)).hasSize(1);
  }

  @Test
  void takesTheNextSnapshot_asMuchIsAppliedAsTheMastersTook() {
    CoreDriver slave = CoreDriver.slave(2, LONG);
    slave.on(new Event.StreamClosed(CoreDriver.address(0)));
    slave.tick(300);
    slave.receive(0, ONE, snapshotNeeded());
    LogPosition masters = new LogPosition(ONE, 300, 7);
    List<LogEntry> after = CoreDriver.extended(List.of(command(masters)), ONE, 39);
    int bytes = after.stream().mapToInt(entry -> entry.frame().size()).sum();
    slave.on(new Event.SnapshotFetched(CoreDriver.address(0), masters, ConfigAt.NONE, bytes - 1));
    slave.receive(0, ONE, CoreDriver.registerReply(masters));
    slave.receive(0, ONE, slave.append(after, 340, 1, true));

    assertThat(applied(slave, 339)).isEmpty();
    assertThat(applied(slave, 340)).hasSize(1);
  }

  /** The index of the log stands in memory, and a start reads all of it. */
  @Test
  void takesTheNextSnapshot_theLogIsLongThoughTheStateIsLarger() {
    CoreDriver slave = CoreDriver.slave(1, LONG);
    applied(slave, 20);
    slave.on(new Event.SnapshotTaken(LONG.get(19).position(), 1L << 40));
    int due = 20;
    while (bytes(20, due) <= 4 * CoreDriver.LOG_KEEP) {
      due++;
    }

    assertThat(applied(slave, due - 1)).isEmpty();
    assertThat(applied(slave, due)).hasSize(1);
  }

  @Test
  void keepsSomeOfTheLogAndAllSinceTheSnapshot() {
    CoreDriver slave = CoreDriver.slave(1, LONG);
    applied(slave, 101);

    Effect.TrimLog early = taken(slave, 50).get(0);
    assertThat(early).isEqualTo(new Effect.TrimLog(LONG.get(49).position(), 50));
    applied(slave, 101);
    Effect.TrimLog late = taken(slave, 101).get(0);

    assertThat(late.snapshot()).isEqualTo(LONG.get(100).position());
    assertThat(bytes(late.upTo(), 101)).isLessThanOrEqualTo((int) CoreDriver.LOG_KEEP);
    assertThat(bytes(late.upTo() - 1, 101)).isGreaterThan((int) CoreDriver.LOG_KEEP);
    assertThat(slave.core().last()).isEqualTo(LONG.get(100).position());
    assertThat(slave.core().newestConfig().index()).isEqualTo(1);
  }

  @Test
  void waitsBeforeItTriesAgain_theSnapshotCouldNotBeWritten() {
    CoreDriver slave = CoreDriver.slave(1, LONG);
    applied(slave, 50);
    slave.on(new Event.SnapshotNotTaken("no space"));

    assertThat(applied(slave, 60)).isEmpty();
    CoreDriver later = CoreDriver.slave(1, LONG);
    applied(later, 50);
    later.on(new Event.SnapshotNotTaken("no space"));
    later.tick(CoreSettings.SNAPSHOT_AGAIN_MILLIS);
    assertThat(applied(later, 60)).hasSize(1);
  }

  @Test
  void takesNoNoticeOfASnapshot_theLogHasBeenCutBelowItMeanwhile() {
    CoreDriver slave = CoreDriver.slave(2, LONG);
    applied(slave, 101);
    follow(slave, TWO, LONG.get(59).position());

    assertThat(taken(slave, 101)).isEmpty();
  }

  /** The state cannot be built from what would stay: the new master's is fetched first (I9). */
  @Test
  void i9_fetchesTheMastersSnapshot_theForkIsBelowItsOwn() {
    CoreDriver slave = CoreDriver.slave(2, LONG);
    applied(slave, 101);
    taken(slave, 101);
    LogPosition fork = LONG.get(89).position();

    List<Effect> answered = follow(slave, TWO, fork);
    LogPosition position = new LogPosition(TWO, 120, 7);
    List<Effect> fetched =
        slave.on(new Event.SnapshotFetched(CoreDriver.address(1), position, ConfigAt.NONE, 0));

    assertThat(effects(answered, Effect.TruncateLog.class)).isEmpty();
    assertThat(effects(answered, Effect.FetchSnapshot.class)).hasSize(1);
    assertThat(effects(fetched, Effect.InstallSnapshot.class))
        .containsExactly(new Effect.InstallSnapshot(position, fork.index(), 101));
  }

  @Test
  void rebuildsFromItsOwnSnapshot_theForkIsAboveIt() {
    CoreDriver slave = CoreDriver.slave(2, LONG);
    applied(slave, 101);
    taken(slave, 80);

    List<Effect> answered = follow(slave, TWO, LONG.get(89).position());

    assertThat(answered)
        .containsSubsequence(new Effect.RebuildState(90), new Effect.TruncateLog(90, 101));
  }

  @Test
  void sendsASlaveAway_whatItNeedsIsGone() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    master.receive(2, ONE, new Message.Register(List.of(LogPosition.START)));
    master.receive(2, ONE, new Message.SubscribeLog(LogPosition.START));
    LogPosition seen = master.core().last();
    master.on(new Event.StreamClosed(CoreDriver.address(2)));
    fill(master, 200);
    applied(master, master.core().last().index());
    taken(master, master.core().last());

    List<Effect> subscribed = master.receive(2, ONE, new Message.SubscribeLog(seen));
    List<Effect> registered =
        master.receive(2, ONE, new Message.Register(List.of(LogPosition.START, seen)));

    assertThat(effects(subscribed, Effect.CloseStream.class)).hasSize(1);
    assertThat(messages(registered, Message.RegisterReply.class))
        .extracting(Message.RegisterReply::verdict)
        .containsExactly(Message.Verdict.SNAPSHOT_NEEDED);
  }

  @Test
  void keepsMore_aSlaveIsBeingCaughtUp() {
    CoreDriver master = CoreDriver.master();
    master.join(1);
    fill(master, 60);
    LogPosition behind = master.core().last();
    fill(master, 30);
    master.receive(2, ONE, new Message.Register(List.of(LogPosition.START, behind)));
    master.receive(2, ONE, new Message.SubscribeLog(behind));
    applied(master, master.core().last().index());

    Effect.TrimLog trim = taken(master, master.core().last()).get(0);

    assertThat(trim.upTo()).isEqualTo(behind.index());
  }

  /** A learner that was caught up once is so far behind that the master has no log for it. */
  @Test
  void takesASnapshotFromTheMasterThatItFollows_unlessItHoldsMore() {
    CoreDriver slave = CoreDriver.slave(2, LONG);
    slave.on(new Event.StreamClosed(CoreDriver.address(0)));
    slave.tick(300);
    List<Effect> answered = slave.receive(0, ONE, snapshotNeeded());

    List<Effect> less =
        slave.on(
            new Event.SnapshotFetched(
                CoreDriver.address(0), LONG.get(70).position(), ConfigAt.NONE, 0));
    slave.receive(0, ONE, snapshotNeeded());
    LogPosition further = new LogPosition(ONE, 300, 7);
    List<Effect> more =
        slave.on(new Event.SnapshotFetched(CoreDriver.address(0), further, ConfigAt.NONE, 0));

    assertThat(effects(answered, Effect.FetchSnapshot.class)).hasSize(1);
    assertThat(effects(less, Effect.InstallSnapshot.class)).isEmpty();
    assertThat(messages(less, Message.Register.class)).hasSize(1);
    assertThat(effects(more, Effect.InstallSnapshot.class)).hasSize(1);
  }

  private static Message snapshotNeeded() {
    return new Message.RegisterReply(
        Message.Verdict.SNAPSHOT_NEEDED, Optional.empty(), LogPosition.START, ConfigAt.NONE, "");
  }

  private static LogEntry command(LogPosition previous) {
    return LogEntry.after(
        previous, ONE, LogEntry.Type.COMMAND, ByteString.copyFromUtf8("a command"));
  }

  private static void fill(CoreDriver master, int commands) {
    for (int i = 0; i < commands; i++) {
      master.submit("command " + i);
    }
    master.sync();
    master.acknowledge(1);
  }

  private static List<Effect> follow(CoreDriver slave, Epoch epoch, LogPosition fork) {
    slave.receive(1, epoch, new Message.NewMaster(epoch));
    slave.receive(1, epoch, CoreDriver.checkReply(Role.MASTER, 1));
    return slave.receive(1, epoch, CoreDriver.registerReply(fork));
  }

  private static List<Effect.TakeSnapshot> applied(CoreDriver server, long index) {
    return effects(server.on(new Event.Applied(index)), Effect.TakeSnapshot.class);
  }

  /** Of the log that the slaves here begin with. */
  private static List<Effect.TrimLog> taken(CoreDriver slave, int index) {
    return taken(slave, LONG.get(index - 1).position());
  }

  private static List<Effect.TrimLog> taken(CoreDriver server, LogPosition position) {
    return effects(server.on(new Event.SnapshotTaken(position)), Effect.TrimLog.class);
  }

  private static int bytes(long after, long upTo) {
    return LONG.subList((int) after, (int) upTo).stream().mapToInt(e -> e.frame().size()).sum();
  }
}
