package io.jmessage.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

  @Test
  void addsTheRootCause_whenTheMessageDoesNotHaveIt() {
    IOException failure =
        new IOException(
            "cannot listen on localhost:2625",
            new IOException("bind", new BindException("Address already in use")));

    assertThat(FailureText.of(failure))
        .isEqualTo("cannot listen on localhost:2625: Address already in use");
  }

  @Test
  void saysNothingTwice() {
    assertThat(FailureText.of(new IOException("disk full", new IOException("disk full"))))
        .isEqualTo("disk full");
  }

  @Test
  void saysWhatIsWrongWithAFile_whenTheMessageIsOnlyItsName() {
    assertThat(FailureText.of(new AccessDeniedException("/data/lock")))
        .isEqualTo("/data/lock: access denied");
  }

  @Test
  void namesTheException_whenItHasNoMessage() {
    assertThat(FailureText.of(new TimeoutException())).isEqualTo("timeout");
  }

  @Test
  void staysOnOneLine() {
    assertThat(FailureText.of(new IOException("one\n  two"))).isEqualTo("one two");
  }
}
