package io.jmessage.server.replication.failstop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Committed;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogCommand;
import io.jmessage.server.replication.LogPosition;
import io.jmessage.server.replication.failstop.core.Effect;
import io.jmessage.server.replication.failstop.core.Event;
import io.jmessage.server.replication.failstop.core.LogEntry;
import io.jmessage.server.replication.failstop.log.DivergedDirectory;
import io.jmessage.server.replication.support.ListStateMachine;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ReconcilerTest {

  private static final Epoch ONE = new Epoch(1, new Address("localhost", 7000));
  private static final ByteString LINE = ByteString.copyFromUtf8("a line of the other side");

  @TempDir private Path directory;

  private final ListStateMachine state = new ListStateMachine();
  private final BlockingQueue<ByteString> submitted = new LinkedBlockingQueue<>();
  private final BlockingQueue<Event> inbox = new LinkedBlockingQueue<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CompletableFuture<LogPosition> barrier = new CompletableFuture<>();

  /** The state of the cut log is still there, and has everything that was cut. */
  @Test
  void ordersWhatWasCut_theStateIsStillBeingReplaced() throws Exception {
    LogEntry cut = LogEntry.after(LogPosition.START, ONE, LogEntry.Type.COMMAND, LINE);
    state.apply(List.of(new LogCommand(cut.position(), LINE)), cut.position());

    try (Reconciler reconciler = reconciler()) {
      reconciler.merge(new Effect.Merge(7, cut.position(), List.of(cut), Set.of()));
      assertThat(asked.await(10, TimeUnit.SECONDS)).as("a read barrier was asked for").isTrue();
      state.clear();
      barrier.complete(LogPosition.START);

      assertThat(submitted.poll(10, TimeUnit.SECONDS)).isEqualTo(LINE);
      assertThat(inbox.poll(10, TimeUnit.SECONDS))
          .isEqualTo(new Event.Merged(7, cut.position(), List.of()));
    }
  }

  /** Who is no longer the master has merged nothing; whoever asked asks again. */
  @Test
  void answersNothing_theBarrierIsRefused() throws Exception {
    LogEntry cut = LogEntry.after(LogPosition.START, ONE, LogEntry.Type.COMMAND, LINE);
    barrier.completeExceptionally(new IllegalStateException("not the master"));

    try (Reconciler reconciler = reconciler()) {
      reconciler.merge(new Effect.Merge(7, cut.position(), List.of(cut), Set.of()));
      // Nothing to decide: answered after the one before, on the same thread.
      reconciler.merge(new Effect.Merge(8, cut.position(), List.of(), Set.of()));

      assertThat(inbox.poll(10, TimeUnit.SECONDS))
          .isEqualTo(new Event.Merged(8, cut.position(), List.of()));
      assertThat(submitted).isEmpty();
    }
  }

  private Reconciler reconciler() throws Exception {
    return new Reconciler(
        new DivergedDirectory(directory),
        state,
        command -> {
          submitted.add(command);
          return CompletableFuture.completedFuture(
              new Committed(LogPosition.START, ByteString.EMPTY, 1, 1));
        },
        () -> {
          asked.countDown();
          return barrier;
        },
        inbox::add,
        new FailStop(line -> fail("halted: " + line)));
  }
}
