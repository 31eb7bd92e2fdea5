package io.jmessage.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandHistoryTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "login ann secret           | login ann",
        "  login   ann   two words  | login ann",
        "create \"Ann Lee\" secret  | create \"Ann Lee\"",
        "/login ann secret          | /login ann",
        "login                      | login",
        "password secret \"new one\" | password",
        "/password secret new       | /password",
        "send ann login secret      | send ann login secret"
      })
  void passwordsAreCutOff(String typed, String kept) {
    assertThat(CommandHistory.withoutPassword(typed)).isEqualTo(kept);
  }
}
