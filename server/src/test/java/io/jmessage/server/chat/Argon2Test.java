package io.jmessage.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2Test {
  private static final Argon2 CHEAP = new Argon2(64, 1);

  @Test
  void hash_matchesItsPasswordOnly() {
    String hash = CHEAP.hash("pässword \uD83D\uDE80");

    assertThat(CHEAP.matches("pässword \uD83D\uDE80", hash)).isTrue();
    assertThat(CHEAP.matches("password", hash)).isFalse();
    assertThat(CHEAP.matches("", hash)).isFalse();
  }

  @Test
  void hash_isSaltedAndHidesThePassword() {
    assertThat(CHEAP.hash("secret")).isNotEqualTo(CHEAP.hash("secret")).doesNotContain("secret");
  }

  @Test
  void standardCost_isInTheHash() {
    assertThat(Argon2.STANDARD.hash("x")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
  }

  @Test
  void hash_isCheckedWithItsOwnCost() {
    String dear = new Argon2(128, 3).hash("x");

    assertThat(CHEAP.matches("x", dear)).isTrue();
  }

  /**
   * The reference implementation: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 24.
   */
  @Test
  void hash_ofTheReferenceImplementationMatches() {
    String reference =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    assertThat(CHEAP.matches("password", reference)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "plain", "$argon2i$v=19$m=64,t=1,p=1$c2FsdA$aGFzaA", "$argon2id$v=19$m=64"})
  void whatIsNoHash_matchesNothing(String encoded) {
    assertThat(CHEAP.matches("", encoded)).isFalse();
  }
}
