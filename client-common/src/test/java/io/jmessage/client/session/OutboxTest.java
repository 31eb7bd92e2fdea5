package io.jmessage.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final Outbox<String> outbox = new Outbox<>(Duration.ofHours(1));
  private final List<Request> requests = new ArrayList<>();

  @Test
  void sendsOneAtATime_toOneReceiver() {
    CompletableFuture<String> first = send("bob", "first");
    CompletableFuture<String> second = send("bob", "second");
    assertThat(requests).extracting(Request::text).containsExactly("first");

    requests.get(0).answer.complete("done");

    assertThat(first).isCompletedWithValue("done");
    assertThat(requests).extracting(Request::text).containsExactly("first", "second");
    assertThat(second).isNotDone();
  }

  @Test
  void oneReceiverDoesNotWaitForAnother() {
    CompletableFuture<String> toBob = send("bob", "first");
    CompletableFuture<String> toCarl = send("carl", "second");

    requests.get(1).answer.complete("done");

    assertThat(toCarl).isDone();
    assertThat(toBob).isNotDone();
  }

  @Test
  void oneNameSpelledInTwoWays_isOneReceiver() {
    assertThat(send("Zo\u00eb", "first")).isNotDone();
    assertThat(send("Zoe\u0308", "second")).isNotDone();

    assertThat(requests).hasSize(1);
  }

  @Test
  void failureDoesNotStopTheNext() {
    CompletableFuture<String> first = send("bob", "first");
    CompletableFuture<String> second = send("bob", "second");

    requests.get(0).answer.completeExceptionally(new IllegalStateException("no"));
    requests.get(1).answer.complete("done");

    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedWithValue("done");
  }

  @Test
  void isIdle_whenTheLastIsDone() {
    assertThat(outbox.idle()).isDone();
    CompletableFuture<String> sent = send("bob", "first");
    CompletableFuture<Void> idle = outbox.idle();
    assertThat(idle).isNotDone();

    requests.get(0).answer.complete("done");

    assertThat(idle).isDone();
    assertThat(sent).isDone();
  }

  @Test
  void queueThatMoves_isNotLate() {
    Outbox<String> hasty = new Outbox<>(Duration.ofMillis(200));
    List<Duration> left = new ArrayList<>();
    List<CompletableFuture<String>> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      CompletableFuture<String> unused =
          hasty.send(
              "bob",
              time -> {
                left.add(time);
                CompletableFuture<String> answer = new CompletableFuture<>();
                answers.add(answer);
                return answer;
              });
    }
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < Duration.ofMillis(250).toNanos()) {
      Thread.onSpinWait();
    }

    answers.get(0).complete("late, but there");
    answers.get(1).completeExceptionally(new IllegalStateException("time is over"));

    assertThat(left.get(1)).isGreaterThan(Duration.ofMillis(100)); // counted from the success
    assertThat(left.get(2)).isLessThanOrEqualTo(left.get(1)); // and not from the failure
  }

  private CompletableFuture<String> send(String to, String text) {
    return outbox.send(
        to,
        time -> {
          Request request = new Request(text, new CompletableFuture<>());
          requests.add(request);
          return request.answer;
        });
  }

  private record Request(String text, CompletableFuture<String> answer) {}
}
