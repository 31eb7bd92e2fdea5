package io.jmessage.bench.micro;

import com.google.protobuf.ByteString;
import io.jmessage.bench.contender.Texts;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.Role;
import io.jmessage.server.replication.failstop.core.ConfigAt;
import io.jmessage.server.replication.failstop.core.CoreSettings;
import io.jmessage.server.replication.failstop.core.DurableState;
import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.core.LogIndex;
import io.jmessage.server.replication.failstop.core.MemberRecord;
import io.jmessage.server.replication.failstop.core.ReplicaCore;
import io.jmessage.server.replication.failstop.core.Timings;
import io.jmessage.system.SystemFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The protocol alone, as the master of one server: a batch is submitted, synced and applied. */
@State(Scope.Thread)
public class CoreStep {
  private static final long TICK_MILLIS = 20;
  private static final int TICKS_MAX = 1_000;

  /** Commands in a batch. */
  @Param({"1", "64"})
  public int commands;

  private final ByteString payload = ByteString.copyFromUtf8(Texts.ofSize(100));
  private final Deque<Event> next = new ArrayDeque<>();

  @SuppressWarnings("NullAway.Init") // By the set-up.
  private ReplicaCore core;

  private long now;
  private long ticket;

  @Setup(Level.Iteration)
  public void promote() {
    next.clear();
    core = new ReplicaCore(settings(), empty());
    carryOut(core.start(now));
    for (int i = 0; core.role() != Role.MASTER || core.commit() == 0; i++) {
      if (i == TICKS_MAX) {
        throw new SystemFailure("a single server does not become master");
      }
      now += TICK_MILLIS;
      take(new Event.Tick());
    }
  }

  @Benchmark
  public long submitSyncApply() {
    List<Event.Submission> batch = new ArrayList<>(commands);
    for (int i = 0; i < commands; i++) {
      batch.add(new Event.Submission(++ticket, payload));
    }
    take(new Event.Submitted(batch));
    return core.commit();
  }

  /** An event, and all that follows from it. */
  private void take(Event event) {
    next.add(event);
    while (!next.isEmpty()) {
      carryOut(core.on(now, next.remove()));
    }
  }

  private void carryOut(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.AppendLog append) {
        LogEntry last = append.entries().get(append.entries().size() - 1);
        next.add(new Event.Synced(append.generation(), last.position().index()));
      } else if (effect instanceof Effect.Apply apply) {
        next.add(new Event.Applied(apply.upTo()));
      } else if (effect instanceof Effect.TakeSnapshot) {
        next.add(new Event.SnapshotTaken(core.last()));
      }
    }
  }

  private static CoreSettings settings() {
    Address internal = new Address("localhost", 2626);
    return new CoreSettings(
        new MemberRecord("1", new Address("localhost", 2625), internal, "disk"),
        "first",
        List.of(),
        true,
        "cluster",
        1,
        true,
        64L << 20,
        Timings.DEFAULTS);
  }

  private static DurableState empty() {
    return new DurableState(
        Optional.empty(),
        Epoch.NONE,
        new LogIndex(LogPosition.START, ConfigAt.NONE),
        LogPosition.START,
        0);
  }
}
