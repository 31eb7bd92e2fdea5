package io.jmessage.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Odd words at every place of the command line. */
class SimulatorLineTest {
  private static final String[] VALID = {
    "--seeds=1",
    "--seed=1",
    "--profile=wipes",
    "--threads=1",
    "--faults=1@2",
    "--noise=3",
    "--trace"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-",
        "--",
        "=",
        "@nowhere",
        "@/",
        "\0",
        "-1",
        "1e9",
        "999999999999999999999999999999",
        "x,y"
      })
  void endsWith2AndAHint_orIsTaken(String odd) {
    for (int at = 0; at < VALID.length; at++) {
      String[] words = VALID.clone();
      int equals = words[at].indexOf('=');
      words[at] = equals < 0 ? odd : words[at].substring(0, equals + 1) + odd;
      endsWith2AndAHint_orIsTaken(words);
      words[at] = odd;
      endsWith2AndAHint_orIsTaken(words);
    }
  }

  private static void endsWith2AndAHint_orIsTaken(String[] words) {
    StringWriter err = new StringWriter();
    CommandLine line = SimulatorMain.commandLine();
    line.setExecutionStrategy(parsed -> 0); // Runs nothing.
    line.setErr(new PrintWriter(err, true));

    int code = line.execute(words);

    assertThat(code).as(Arrays.toString(words)).isIn(0, 2);
    assertThat(err.toString()).as(Arrays.toString(words)).doesNotContain("\tat ");
    if (code == 2) {
      assertThat(err.toString())
          .as(Arrays.toString(words))
          .containsAnyOf("Usage: ", "Did you mean", "Possible solutions: ");
    }
  }
}
