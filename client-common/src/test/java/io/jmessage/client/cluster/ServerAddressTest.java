package io.jmessage.client.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {

  @ParameterizedTest
  @ValueSource(strings = {"localhost:2625", "127.0.0.1:1", "[::1]:65535", "chat-1.example:80"})
  void readsWhatItWrites(String text) {
    assertThat(ServerAddress.parse(text)).hasToString(text);
  }

  @Test
  void blanksAroundItDoNotMatter() {
    assertThat(ServerAddress.parse(" localhost:2625 "))
        .isEqualTo(new ServerAddress("localhost", 2625));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        ":2625",
        "localhost:",
        "localhost:0",
        "localhost:65536",
        "localhost:http",
        "::1:2625",
        "[::1]",
        "a b:1",
        "http://localhost:2625",
        ""
      })
  void saysWhatIsWrong(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is not an address: ");
  }
}
