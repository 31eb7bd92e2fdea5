package io.jmessage.server.chat;

import io.jmessage.server.chat.command.ChatCommand;
import io.jmessage.server.chat.command.CommandCodec;
import io.jmessage.server.chat.command.OrderedCommand;
import io.jmessage.server.chat.model.Outcome;
import io.jmessage.server.chat.model.RequestId;
import io.jmessage.server.replication.Committed;
import io.jmessage.server.replication.ReplicationEngine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/** Has commands ordered: stamps them with the time and hands them to the engine. Thread-safe. */
final class Orders {
  private final ReplicationEngine engine;
  private final LongSupplier timeMicros;

  Orders(ReplicationEngine engine, LongSupplier timeMicros) {
    this.engine = engine;
    this.timeMicros = timeMicros;
  }

  /** Completes when the command is acknowledged and applied; fails as the engine says. */
  CompletableFuture<Outcome> submit(Optional<RequestId> requestId, ChatCommand command) {
    return commit(requestId, command)
        .thenApply(committed -> CommandCodec.decodeOutcome(committed.result()));
  }

  /** For a command that needs no request id: repeating it is harmless by itself. */
  CompletableFuture<Outcome> submit(ChatCommand command) {
    return submit(Optional.empty(), command);
  }

  CompletableFuture<Committed> commit(Optional<RequestId> requestId, ChatCommand command) {
    OrderedCommand ordered = new OrderedCommand(requestId, timeMicros.getAsLong(), command);
    return engine.submit(CommandCodec.encode(ordered));
  }
}
