package io.jmessage.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.cluster.ClientIdentity;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.DeliveryState;
import io.jmessage.client.model.OutgoingMessage;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.client.store.OutboxLine;
import io.jmessage.client.store.OutboxStorage;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Order, states and failures of waiting lines; all threads are this one. */
class OutboxTest {
  private final List<String> kept = new ArrayList<>();
  private final List<OutgoingMessage> told = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final LineIds ids = new LineIds(ClientIdentity.random(), Clock.systemUTC());
  private boolean diskFull;
  private final Outbox outbox =
      new Outbox(new Kept(), new Here(), Runnable::run, Clock.systemUTC());

  @Test
  void line_isKeptBeforeItIsSent_andForgottenWhenItIsStored() {
    OutgoingMessage line = queue("bob", "first");
    assertThat(kept).containsExactly("first");
    assertThat(requests).isEmpty(); // there is no session yet

    outbox.resume(this::send);
    requests.get(0).done();

    assertThat(kept).isEmpty();
    assertThat(outbox.lines()).isEmpty();
    assertThat(statesOf(line))
        .containsExactly("Writing", "Waiting", "Waiting", "Waiting", "Stored");
  }

  @Test
  void sendsOneAtATime_toOneReceiver() {
    outbox.resume(this::send);
    queue("bob", "first");
    queue("bob", "second");
    assertThat(texts()).containsExactly("first");

    requests.get(0).done();

    assertThat(texts()).containsExactly("first", "second");
  }

  @Test
  void oneReceiverDoesNotWaitForAnother() {
    outbox.resume(this::send);
    queue("bob", "first");
    queue("carl", "second");

    assertThat(texts()).containsExactly("first", "second");
  }

  @Test
  void oneNameSpelledInTwoWays_isOneReceiver() {
    outbox.resume(this::send);
    queue("Zo\u00eb", "first");
    queue("Zoe\u0308", "second");

    assertThat(requests).hasSize(1);
  }

  @Test
  void waitingLine_saysWhatItWaitsFor() {
    OutgoingMessage line = queue("bob", "first");
    assertThat(reasonOf(line)).contains("log in");

    outbox.trouble("server 1 has gone silent");
    outbox.resume(this::send);
    assertThat(reasonOf(line)).isEqualTo("server 1 has gone silent");

    outbox.trouble("");
    requests.get(0).why.accept("too few servers are in sync to take messages");
    assertThat(reasonOf(line)).contains("too few servers");
    assertThat(outbox.lines().get(0).state().since()).isEqualTo(line.written());
  }

  @Test
  void endOfTheSession_failsNothing() {
    outbox.resume(this::send);
    OutgoingMessage first = queue("bob", "first");
    queue("bob", "second");

    requests.get(0).fail(Reason.NOT_LOGGED_IN);
    assertThat(reasonOf(first)).contains("log in");
    outbox.resume(this::send);

    assertThat(texts()).containsExactly("first", "first");
    requests.get(1).done();
    assertThat(texts()).containsExactly("first", "first", "second");
    assertThat(requests.get(1).line).isEqualTo(requests.get(0).line);
  }

  @Test
  void unknownReceiver_failsTheLine_andStopsNoOther() {
    outbox.resume(this::send);
    OutgoingMessage line = queue("bob", "first");
    queue("bob", "second");

    requests.get(0).fail(Reason.UNKNOWN_RECEIVER);

    assertThat(texts()).containsExactly("first", "second");
    assertThat(stateOf(line)).isInstanceOf(DeliveryState.Failed.class);
    assertThat(kept).containsExactly("first", "second"); // until the user decides
  }

  @Test
  void failedLine_isRetriedUnderItsId() {
    outbox.resume(this::send);
    OutgoingMessage line = failed("first");

    assertThat(outbox.retry(line.id())).isTrue();
    requests.get(1).done();

    assertThat(requests.get(1).line.id()).isEqualTo(line.id());
    assertThat(stateOf(line)).isInstanceOf(DeliveryState.Stored.class);
    assertThat(outbox.retry(line.id())).isFalse();
    assertThat(kept).isEmpty();
  }

  @Test
  void editedLine_hasAnIdOfItsOwn() {
    outbox.resume(this::send);
    OutgoingMessage line = failed("first");

    OutgoingMessage edited = outbox.edit(line.id(), ids.line("bob", "better")).orElseThrow();

    assertThat(edited.id()).isNotEqualTo(line.id());
    assertThat(kept).containsExactly("better");
    assertThat(texts()).containsExactly("first", "better");
    assertThat(outbox.edit(line.id(), ids.line("bob", "again"))).isEmpty();
  }

  @Test
  void discardedLine_isNotSent_unlessItIsOnItsWay() {
    OutgoingMessage first = queue("bob", "first");
    OutgoingMessage second = queue("bob", "second");
    outbox.resume(this::send);

    assertThat(outbox.discard(first.id())).isFalse();
    assertThat(outbox.discard(second.id())).isTrue();
    requests.get(0).done();

    assertThat(texts()).containsExactly("first");
    assertThat(kept).isEmpty();
  }

  @Test
  void busyServers_areAskedAgain() {
    outbox.resume(this::send);
    OutgoingMessage line = queue("bob", "first");

    requests.get(0).fail(Reason.TOO_BUSY);
    assertThat(stateOf(line)).isInstanceOf(DeliveryState.Waiting.class);
    later.remove(0).run();

    assertThat(texts()).containsExactly("first", "first");
  }

  @Test
  void lineThatTheDiskDoesNotTake_isNotSent() {
    outbox.resume(this::send);
    diskFull = true;

    assertThatThrownBy(() -> queue("bob", "first"))
        .isInstanceOfSatisfying(
            ChatClientException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOT_SAVED));

    assertThat(requests).isEmpty();
    assertThat(outbox.lines()).isEmpty();
    assertThat(told.get(told.size() - 1).state()).isInstanceOf(DeliveryState.Failed.class);
  }

  @Test
  void linesLeftBehind_areSentBeforeNewOnes_underTheirIds() {
    OutboxLine left = ids.line("bob", "left behind");
    outbox.add(List.of(left, left));
    queue("bob", "new");
    outbox.resume(this::send);
    requests.get(0).done();

    assertThat(texts()).containsExactly("left behind", "new");
    assertThat(requests.get(0).line).isEqualTo(left);
  }

  @Test
  void callerThatWaits_isTold_andNothingIsKept() {
    outbox.resume(this::send);
    CompletableFuture<SendReceipt> first = outbox.send(ids.line("bob", "first"), Optional.empty());
    CompletableFuture<SendReceipt> second =
        outbox.send(ids.line("bob", "second"), Optional.empty());

    requests.get(0).fail(Reason.UNKNOWN_RECEIVER);
    requests.get(1).done();

    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompleted();
    assertThat(outbox.lines()).isEmpty();
  }

  @Test
  void callerWithoutPatience_isTold_whenTheSessionEnds() {
    outbox.resume(this::send);
    Optional<Duration> patience = Optional.of(Duration.ofHours(1));
    CompletableFuture<SendReceipt> first = outbox.send(ids.line("bob", "first"), patience);
    CompletableFuture<SendReceipt> second = outbox.send(ids.line("bob", "second"), patience);

    requests.get(0).fail(Reason.NOT_LOGGED_IN);
    outbox.pause();

    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedExceptionally();
  }

  @Test
  void isIdle_whenTheLastIsDone() {
    outbox.resume(this::send);
    assertThat(outbox.idle()).isDone();
    queue("bob", "first");
    CompletableFuture<Void> idle = outbox.idle();
    assertThat(idle).isNotDone();

    requests.get(0).done();

    assertThat(idle).isDone();
  }

  @Test
  void queueThatMoves_isNotLate() {
    outbox.resume(this::send);
    Optional<Duration> patience = Optional.of(Duration.ofMillis(200));
    for (int i = 0; i < 3; i++) {
      CompletableFuture<?> unused = outbox.send(ids.line("bob", "line " + i), patience);
    }
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < Duration.ofMillis(250).toNanos()) {
      Thread.onSpinWait();
    }

    requests.get(0).done();
    requests.get(1).fail(Reason.TIMED_OUT);

    assertThat(requests.get(1).time).isGreaterThan(Duration.ofMillis(100)); // from the success
    assertThat(requests.get(2).time).isLessThanOrEqualTo(requests.get(1).time);
  }

  private OutgoingMessage queue(String to, String text) {
    return outbox.queue(ids.line(to, text));
  }

  private OutgoingMessage failed(String text) {
    OutgoingMessage line = queue("bob", text);
    requests.get(requests.size() - 1).fail(Reason.UNKNOWN_RECEIVER);
    return line;
  }

  private CompletableFuture<SendReceipt> send(
      OutboxLine line, Duration time, Consumer<String> why) {
    Request request = new Request(line, time, why, new CompletableFuture<>());
    requests.add(request);
    return request.answer;
  }

  private List<String> texts() {
    return requests.stream().map(request -> request.line.text()).toList();
  }

  private List<String> statesOf(OutgoingMessage line) {
    return told.stream()
        .filter(message -> message.id().equals(line.id()))
        .map(message -> message.state().getClass().getSimpleName())
        .toList();
  }

  private DeliveryState stateOf(OutgoingMessage line) {
    return told.stream()
        .filter(message -> message.id().equals(line.id()))
        .reduce((before, after) -> after)
        .orElseThrow()
        .state();
  }

  private String reasonOf(OutgoingMessage line) {
    return ((DeliveryState.Waiting) stateOf(line)).reason();
  }

  private record Request(
      OutboxLine line, Duration time, Consumer<String> why, CompletableFuture<SendReceipt> answer) {

    void done() {
      ChatMessage message =
          new ChatMessage(1, 1, "ann", line.to(), line.text(), Instant.EPOCH, false);
      answer.complete(new SendReceipt(message, 1, 1, 3, 3, "localhost:2625"));
    }

    void fail(Reason reason) {
      answer.completeExceptionally(new ChatClientException(reason, "because of " + reason));
    }
  }

  private final class Here implements Outbox.Surroundings {
    @Override
    public void onLoop(Runnable task) {
      task.run();
    }

    @Override
    public Runnable schedule(Duration delay, Runnable task) {
      later.add(task);
      return () -> later.remove(task);
    }

    @Override
    public void changed(OutgoingMessage line) {
      told.add(line);
    }
  }

  private final class Kept implements OutboxStorage {
    @Override
    public List<OutboxLine> takeOver() {
      return List.of();
    }

    @Override
    public void add(OutboxLine line) throws IOException {
      if (diskFull) {
        throw new IOException("No space left on device");
      }
      kept.add(line.text());
    }

    @Override
    public void remove(OutboxLine line) {
      kept.remove(line.text());
    }

    @Override
    public void update(OutboxLine line) {}

    @Override
    public void close() {}
  }
}
