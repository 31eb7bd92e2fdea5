package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * Odd words at every place after the command of demo, book, failover, torture and load; the start
 * script itself refuses other commands.
 */
class CommandLineTest {
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "-",
          "--",
          "=",
          "@nowhere",
          "@/",
          "\u0000",
          "-1",
          "NaN",
          "9999999999",
          "--nothing");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo --headless --servers=3",
        "book --servers=3 file",
        "failover --servers=3 --rounds=1 --pairs=1",
        "torture --profile=quick --seconds=1 --servers=3 --clients=2 --fault=kill-master --seed=1",
        "load --servers=3 --users=2 --rate=1 --seconds=2 --json=file"
      })
  void endsWith2AndAHint_orIsTaken(String line) {
    String[] valid = line.split(" ");
    for (int at = 1; at < valid.length; at++) {
      for (String odd : ODD) {
        String[] words = valid.clone();
        int equals = words[at].indexOf('=');
        words[at] = equals < 0 ? odd : words[at].substring(0, equals + 1) + odd;
        StringWriter err = new StringWriter();
        CommandLine command = SystemMain.commandLine();
        command.setExecutionStrategy(parsed -> 0); // Starts nothing.
        command.setErr(new PrintWriter(err, true));
        command.setOut(new PrintWriter(new StringWriter()));

        int code = command.execute(words);

        String what = Arrays.toString(words);
        assertThat(code).as(what).isIn(0, 2);
        assertThat(err.toString()).as(what).doesNotContain("\tat ");
        if (code == 2) {
          assertThat(err.toString())
              .as(what)
              .containsAnyOf("Usage: ", "Did you mean", "Possible solutions: ");
        }
      }
    }
  }
}
