package io.jmessage.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The order of asking; time is only a number here. */
class MasterLocatorTest {
  private static final ServerAddress A = new ServerAddress("a", 1);
  private static final ServerAddress B = new ServerAddress("b", 1);
  private static final ServerAddress C = new ServerAddress("c", 1);
  private static final ServerAddress D = new ServerAddress("d", 1);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final MasterLocator locator = new MasterLocator(List.of(A, B, C), new Random(1));
  private long now = Long.MAX_VALUE - SECOND; // such as System.nanoTime may be: it runs over soon

  @Test
  void asksInTheGivenOrder_atFirst() {
    assertThat(locator.next(now, Set.of())).contains(A);
    assertThat(locator.next(now, Set.of(A))).contains(B);
    assertThat(locator.next(now, Set.of(A, B, C))).isEmpty();
  }

  @Test
  void asksTheLastMasterFirst_thenTheHint_thenTheOthers() {
    locator.found(C, 5);
    locator.hinted(B, 5);

    assertThat(locator.next(now, Set.of())).contains(C);
    assertThat(locator.next(now, Set.of(C))).contains(B);
    assertThat(locator.next(now, Set.of(C, B))).contains(A);
  }

  @Test
  void waitsLongerAfterEachFailure_andNeverLongerThanTwoSeconds() {
    long before = 0;
    for (int failures = 1; failures <= 20; failures++) {
      fail(A, false);
      long wait = locator.nanosUntilNext(now, Set.of(B, C)).orElseThrow();
      assertThat(wait).isBetween(1L, 2 * SECOND);
      if (failures <= 5) {
        assertThat(wait).isGreaterThanOrEqualTo(before / 2);
      }
      before = wait;
      now += wait;
      assertThat(locator.next(now, Set.of(B, C))).contains(A);
    }
    assertThat(before).isGreaterThanOrEqualTo(SECOND);
  }

  @Test
  void asksAServerThatAnswersAgainSooner() {
    for (int failures = 1; failures <= 20; failures++) {
      fail(A, true);
    }

    assertThat(locator.nanosUntilNext(now, Set.of(B, C)).orElseThrow())
        .isLessThanOrEqualTo(Backoff.LONGEST_IF_ANSWERING.toNanos());
  }

  @Test
  void keepsToTheDelayThatAServerAskedFor() {
    locator.failed(A, now, true, Duration.ofMillis(300));

    assertThat(locator.nanosUntilNext(now, Set.of(B, C)).orElseThrow())
        .isEqualTo(Duration.ofMillis(300).toNanos());
  }

  @Test
  void neverForgetsAnAddress() {
    locator.hinted(D, 1);
    for (int failures = 1; failures <= 100; failures++) {
      locator.addresses().forEach(address -> fail(address, false));
    }
    now += 2 * SECOND;

    assertThat(locator.addresses()).containsExactly(A, B, C, D);
    assertThat(locator.next(now, Set.of(A, B, C))).contains(D);
  }

  @Test
  void hintOfANewerEpoch_isAskedAtOnce() {
    locator.found(A, 5);
    fail(B, true);

    locator.hinted(B, 6);

    assertThat(locator.next(now, Set.of(A))).contains(B);
  }

  @Test
  void hintThatIsNoNews_waitsItsTurn() {
    locator.found(A, 5);
    fail(A, false);
    fail(B, true);

    locator.hinted(A, 5);
    locator.hinted(B, 5);
    locator.hinted(A, 5);

    assertThat(locator.next(now, Set.of())).contains(C);
  }

  @Test
  void afterALoss_everybodyIsAskedAtOnce() {
    fail(A, false);
    fail(B, false);
    fail(C, false);

    locator.startOver();

    assertThat(locator.next(now, Set.of())).contains(A);
    assertThat(locator.next(now, Set.of(A, B))).contains(C);
  }

  private void fail(ServerAddress address, boolean answered) {
    locator.failed(address, now, answered, Duration.ZERO);
  }
}
