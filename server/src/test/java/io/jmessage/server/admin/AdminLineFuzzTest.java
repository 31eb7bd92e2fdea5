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
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * An operator's command line is taken, or ends with 2 and a hint; never a stack trace. None is
 * carried out: what is left of it might name a server that runs on this machine.
 */
class AdminLineFuzzTest {
  private static final List<String> VALID =
      List.of(
          "status --at=localhost:2626",
          "members --json --at=localhost:2626",
          "step-down --at=localhost:2626",
          "forget x --at=localhost:2626",
          "repair --at localhost:2626",
          "force-promote --accept-loss --here-anyway --at=localhost:2626",
          "diverged --at=localhost:2626");

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.jmessage.server.fuzz.FuzzSeeds#all")
  void isTakenOrSaysWhatToWrite(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    WordMutator mutator = new WordMutator(random);
    for (int round = 0; round < FuzzSeeds.rounds(500); round++) {
      String[] words = mutator.mutate(VALID.get(random.nextInt(VALID.size())));
      StringWriter err = new StringWriter();
      CommandLine line = parsingOnly();
      line.setOut(new PrintWriter(new StringWriter()));
      line.setErr(new PrintWriter(err, true));

      int code = line.execute(words);

      String what = Arrays.toString(words);
      assertThat(code).as(what).isIn(0, 2);
      assertThat(err.toString()).as(what).doesNotContain("\tat ");
      if (code == 2) {
        assertThat(err.toString()).as(what).contains("./jmessage admin --help");
      }
    }
  }

  private static CommandLine parsingOnly() {
    return AdminCommand.commandLine().setExecutionStrategy(parsed -> 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a_b:1", "a b:1", "a..b:1"})
  void refusesHostsThatNobodyCanConnectTo(String address) {
    StringWriter err = new StringWriter();
    CommandLine line = parsingOnly();
    line.setErr(new PrintWriter(err, true));

    assertThat(line.execute("status", "--at=" + address)).isEqualTo(2);
    assertThat(err.toString()).contains("is not a host name");
  }
}
