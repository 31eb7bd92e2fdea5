package io.jmessage.system.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.SendReceipt;
import io.jmessage.system.history.Acknowledged;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KillTest {

  @Test
  void longestGap_isTheWaitThatTheKillFellInto() {
    Kill kill = new Kill(1, 4711, 2, millis(250));

    assertThat(kill.longestGap(acknowledgedAt(100, 200, 900, 950), millis(2000)))
        .isEqualTo(Duration.ofMillis(700));
  }

  @Test
  void longestGap_leavesOutWhatCameBefore_andWhatBeganAfterTheNextKill() {
    Kill kill = new Kill(1, 4711, 2, millis(1000));

    assertThat(kill.longestGap(acknowledgedAt(0, 990, 1100, 1200, 5000), millis(1150)))
        .isEqualTo(Duration.ofMillis(110));
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  private static List<Acknowledged> acknowledgedAt(long... millis) {
    ChatMessage message = new ChatMessage(1, 1, "ada", "grace", "text", Instant.EPOCH, false);
    SendReceipt receipt = new SendReceipt(message, 1, 1, 3, 3, "localhost:2625");
    return Arrays.stream(millis)
        .mapToObj(at -> new Acknowledged(1, "ada", "grace", "text", receipt, millis(at)))
        .toList();
  }
}
