package io.jmessage.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.server.fuzz.FuzzSeeds;
import io.jmessage.server.fuzz.WordMutator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** A command line starts a server, or ends with 2 and says what to write; never a stack trace. */
class CommandLineFuzzTest {
  private static final List<String> VALID =
      List.of(
          "1 master localhost:2625 localhost:2626",
          "auto localhost:2625 localhost:2626 --peers=a:1,b:2 --min-copies=2",
          "2 slave localhost:2627 localhost:2628 --master-address=localhost:2626",
          "3 slave [::1]:2627 [::1]:2628 --master_address localhost:2626 --no-trust-refused",
          "4 a:1 a:2 --bind-client=0.0.0.0 --bind-internal=0.0.0.0:7 --log-keep=1GiB",
          "5 a:1 a:2 --heart-beat=250ms --lease=1500ms --fail-after=2s --drop-after=2500ms",
          "6 a:1 a:2 --data-directory=/tmp/x --log-level=debug --log-format=json",
          "--help",
          "--version");

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.jmessage.server.fuzz.FuzzSeeds#all")
  void startsOrSaysWhatToWrite(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    WordMutator mutator = new WordMutator(random);
    for (int round = 0; round < FuzzSeeds.rounds(500); round++) {
      String[] words = mutator.mutate(VALID.get(random.nextInt(VALID.size())));
      StringWriter err = new StringWriter();
      CommandLine line = ServerCommand.commandLine(Map.of(), config -> ExitCode.FINE);
      line.setOut(new PrintWriter(new StringWriter()));
      line.setErr(new PrintWriter(err, true));

      int code = line.execute(words);

      String what = Arrays.toString(words);
      assertThat(code).as(what).isIn(ExitCode.FINE, ExitCode.BAD_ARGUMENTS);
      assertThat(err.toString()).as(what).doesNotContain("Exception", "\tat ");
      if (code == ExitCode.BAD_ARGUMENTS) {
        assertThat(err.toString()).as(what).contains("Usage: jmessage-server");
      }
    }
  }
}
