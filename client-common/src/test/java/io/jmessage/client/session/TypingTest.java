package io.jmessage.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypingTest {
  private final List<String> told = new ArrayList<>();
  private final List<String> reported = new ArrayList<>();
  private final List<Runnable> timers = new ArrayList<>();
  private final Typing typing =
      new Typing(
          this::schedule,
          (who, writes) -> told.add(who + " " + writes),
          (to, writes) -> reported.add(to + " " + writes));

  @Test
  void keyPresses_areReportedSeldom() {
    typing.write("bob", true, 0);
    typing.write("bob", true, Duration.ofMillis(2_900).toNanos());
    typing.write("bob", true, Duration.ofMillis(3_100).toNanos());
    typing.write("bob", false, Duration.ofMillis(3_200).toNanos());
    typing.write("bob", false, Duration.ofMillis(3_300).toNanos());

    assertThat(reported).containsExactly("bob true", "bob true", "bob false");
  }

  @Test
  void whoIsNotHeardOfAnyMore_hasStopped() {
    typing.heard("bob", true);
    typing.heard("bob", true);
    assertThat(timers).hasSize(1);

    timers.remove(0).run();

    assertThat(told).containsExactly("bob true", "bob false");
  }

  @Test
  void whoHasNotWritten_doesNotStop() {
    typing.heard("bob", false);

    assertThat(told).isEmpty();
  }

  private Runnable schedule(Duration delay, Runnable task) {
    assertThat(delay).isEqualTo(Typing.EXPIRY);
    timers.add(task);
    return () -> timers.remove(task);
  }
}
