package io.jmessage.server.replication;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Puts commands in one order on every server and has them applied to the local state machine.
 *
 * <p>Thread-safe. Futures complete on a thread of the engine: a caller that blocks there stops the
 * server.
 */
public interface ReplicationEngine extends AutoCloseable {

  /**
   * Opens the data and starts to take part in the cluster. On return the internal port is open; the
   * role is found in the background.
   *
   * @throws IOException if the data or the port cannot be opened; the message is for the operator
   */
  void start(StateMachine stateMachine) throws IOException;

  /**
   * Orders a command. The future completes when the command is on the disk of every server in sync
   * and applied here; then nothing short of losing all of their disks undoes it.
   *
   * <p>It fails with {@link NotMasterException} or {@link RefusedException}: nothing happened; or
   * with {@link InvalidCommandException}: nothing happened and never will; or with {@link
   * OutcomeUnknownException}: it may have happened or may still happen.
   */
  CompletableFuture<Committed> submit(ByteString command);

  /**
   * Completes when a read of the local state machine sees every command acknowledged, by any
   * server, before this call. Fails like {@link #submit}, but changes nothing.
   */
  CompletableFuture<LogPosition> readBarrier();

  /** The cluster as this server sees it now. Never blocks. */
  ClusterView view();

  /**
   * Calls the listener with every new view, in order, on a thread of the engine; it must not block.
   *
   * @return ends it
   */
  Runnable onViewChange(Consumer<ClusterView> listener);

  /** Hands over if it can, ends all threads, closes the data. Idempotent. */
  @Override
  void close();
}
