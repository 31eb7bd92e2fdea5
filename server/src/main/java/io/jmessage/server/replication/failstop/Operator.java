package io.jmessage.server.replication.failstop;

import io.jmessage.server.replication.StateMachine;
import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.Order;
import io.jmessage.server.replication.failstop.core.ServerStatus;
import io.jmessage.server.replication.failstop.log.DataDirectory;
import io.jmessage.server.replication.failstop.log.DivergedDirectory;
import io.jmessage.server.replication.failstop.transport.AdminDesk;
import io.jmessage.server.replication.failstop.transport.KeptSuffix;
import io.jmessage.server.replication.failstop.transport.StateDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Brings what an operator wants to the engine's thread, with the randomness and the time of day
 * that the core must not read itself, and brings the answer back. Thread-safe.
 */
final class Operator implements AdminDesk {

  private final EngineLoop loop;
  private final DataDirectory directory;
  private final AtomicLong tickets = new AtomicLong();
  private final Map<Long, CompletableFuture<Effect.OrderAnswered>> waiting =
      new ConcurrentHashMap<>();

  Operator(EngineLoop loop, DataDirectory directory) {
    this.loop = loop;
    this.directory = directory;
  }

  @Override
  public CompletableFuture<ServerStatus> status() {
    return loop.status();
  }

  @Override
  public CompletableFuture<Effect.OrderAnswered> stepDown() {
    return order(new Order.StepDown());
  }

  @Override
  public CompletableFuture<Effect.OrderAnswered> forget(String id) {
    return order(new Order.Forget(id));
  }

  @Override
  public CompletableFuture<Effect.OrderAnswered> repair() {
    return order(new Order.Repair(UUID.randomUUID().toString()));
  }

  @Override
  public CompletableFuture<Effect.OrderAnswered> forcePromote(String id) {
    return order(new Order.ForcePromote(id, System.currentTimeMillis()));
  }

  private CompletableFuture<Effect.OrderAnswered> order(Order order) {
    long ticket = tickets.incrementAndGet();
    CompletableFuture<Effect.OrderAnswered> answer = new CompletableFuture<>();
    waiting.put(ticket, answer);
    loop.received(new Event.Ordered(ticket, order));
    return answer;
  }

  /** Engine thread. */
  void answered(Effect.OrderAnswered answer) {
    CompletableFuture<Effect.OrderAnswered> asked = waiting.remove(answer.ticket());
    if (asked != null) {
      asked.complete(answer);
    }
  }

  @Override
  public StateDigest digest() throws IOException {
    try (StateMachine.Snapshot snapshot = loop.openOwnSnapshot().snapshot()) {
      return new StateDigest(snapshot.position(), snapshot.digest());
    }
  }

  // ---- What was cut off.

  @Override
  public List<KeptSuffix> diverged() throws IOException {
    List<KeptSuffix> kept = new ArrayList<>();
    for (DivergedDirectory.Summary summary :
        new DivergedDirectory(directory.diverged()).summaries()) {
      kept.add(
          new KeptSuffix(
              String.valueOf(summary.file().getFileName()),
              summary.after(),
              summary.last(),
              Files.size(summary.file()),
              Files.getLastModifiedTime(summary.file()).toMillis(),
              summary.submitted(),
              summary.toSubmit(),
              summary.leftAside(),
              summary.trouble()));
    }
    kept.sort(Comparator.comparingLong(KeptSuffix::keptMillis).thenComparing(KeptSuffix::file));
    return kept;
  }
}
