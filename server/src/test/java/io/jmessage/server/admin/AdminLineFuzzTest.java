package io.jmessage.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.server.fuzz.FuzzSeeds;
import io.jmessage.server.fuzz.WordMutator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * An operator's command line is taken, or ends with 2 and a hint; never a stack trace. Nobody
 * listens at port 9, so that what is taken ends with 1.
 */
class AdminLineFuzzTest {
  private static final List<String> VALID =
      List.of(
          "status --at=127.0.0.1:9",
          "members --json --at=127.0.0.1:9",
          "step-down --at=127.0.0.1:9",
          "forget x --at=127.0.0.1:9",
          "repair --at 127.0.0.1:9",
          "force-promote --accept-loss --here-anyway --at=127.0.0.1:9",
          "diverged --at=127.0.0.1:9");

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.jmessage.server.fuzz.FuzzSeeds#all")
  void isTakenOrSaysWhatToWrite(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    WordMutator mutator = new WordMutator(random);
    for (int round = 0; round < FuzzSeeds.rounds(200); round++) {
      String[] words = mutator.mutate(VALID.get(random.nextInt(VALID.size())));
      StringWriter err = new StringWriter();
      CommandLine line = AdminCommand.commandLine();
      line.setOut(new PrintWriter(new StringWriter()));
      line.setErr(new PrintWriter(err, true));

      int code = line.execute(words);

      String what = Arrays.toString(words);
      assertThat(code).as(what).isBetween(0, 2);
      assertThat(err.toString()).as(what).doesNotContain("\tat ");
      if (code == 2) {
        assertThat(err.toString()).as(what).contains("./jmessage admin --help");
      }
    }
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(strings = {"a_b:1", "a b:1", "a..b:1"})
  void refusesHostsThatNobodyCanConnectTo(String address) {
    StringWriter err = new StringWriter();
    CommandLine line = AdminCommand.commandLine();
    line.setErr(new PrintWriter(err, true));

    assertThat(line.execute("status", "--at=" + address)).isEqualTo(2);
    assertThat(err.toString()).contains("is not a host name");
  }
}
