package io.jmessage.server.replication.failstop.transport;

import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.ServerStatus;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Who answers an operator. Thread-safe; blocks only where it says so. */
public interface AdminDesk {

  CompletableFuture<ServerStatus> status();

  CompletableFuture<Effect.OrderAnswered> stepDown();

  CompletableFuture<Effect.OrderAnswered> forget(String id);

  CompletableFuture<Effect.OrderAnswered> repair();

  CompletableFuture<Effect.OrderAnswered> forcePromote(String id);

  /**
   * The state and where it stands: equal positions, equal digests. Reads all of it: blocks.
   *
   * @throws IOException if there is no state just now
   */
  StateDigest digest() throws IOException;

  /** What was cut off this server's log and is kept, oldest first. Reads files: blocks. */
  List<KeptSuffix> diverged() throws IOException;
}
