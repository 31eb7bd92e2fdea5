package io.jmessage.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.server.replication.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

  @Test
  void refusesWhenTooMuchIsWaiting_andNeverLosesWhatItTook() throws Exception {
    try (PasswordHasher hasher = new PasswordHasher(new Argon2(4_096, 2))) {
      List<CompletableFuture<String>> storm = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        storm.add(hasher.hash("pw"));
      }

      int refused = 0;
      for (CompletableFuture<String> hash : storm) {
        if (isRefused(hash)) {
          refused++;
        } else {
          assertThat(hash.get(60, TimeUnit.SECONDS)).startsWith("$argon2id$");
        }
      }

      assertThat(refused).isBetween(1, 999);
    }
  }

  @Test
  void unknownName_isCheckedAgainstNobodysHash() throws Exception {
    try (PasswordHasher hasher = new PasswordHasher(new Argon2(64, 1))) {
      assertThat(hasher.matchNothing("pw").get(60, TimeUnit.SECONDS)).isNull();
    }
  }

  /** A refusal is there at once. */
  private static boolean isRefused(CompletableFuture<String> hash) {
    if (!hash.isCompletedExceptionally()) {
      return false;
    }
    assertThat(hash)
        .failsWithin(0, TimeUnit.SECONDS)
        .withThrowableThat()
        .withCauseInstanceOf(RefusedException.class);
    return true;
  }
}
