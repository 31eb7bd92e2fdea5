package io.jmessage.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A command line opens a client, or ends with 2 and one line; never a stack trace. */
class TerminalLineFuzzTest {
  private static final String OPENED = "a client was opened";
  private static final List<String> VALID =
      List.of(
          "-a localhost:2625 localhost:2627 --timeout 5",
          "-a [::1]:2625 --user ann --password-file PASSWORD send bob --copies 2",
          "-a a:1 b:2 --user=ann --password-file=PASSWORD --data-directory=DATA receive --json",
          "--user ann --data-directory DATA receive --follow",
          "--line-mode --timeout=7 --notify=desktop -a localhost:1",
          "send --help",
          "--version");
  private static final List<String> ODD =
      List.of(
          "",
          " ",
          "-",
          "--",
          "=",
          "@",
          "@/",
          "@DATA",
          "@nowhere",
          "\u0000",
          "\ud83d\ude00",
          "-1",
          "0",
          "99999999999999999999",
          "localhost:65536",
          "[::1",
          "${env:HOME}",
          "%s%n",
          "send",
          "receive",
          "\u001b[2J",
          "x".repeat(5_000));

  @TempDir private Path directory;

  static LongStream seeds() {
    Long one = Long.getLong("fuzz.seed");
    if (one != null) {
      return LongStream.of(one);
    }
    LongStream fixed = LongStream.of(1, 2);
    if (!Boolean.getBoolean("fuzz.fresh")) {
      return fixed;
    }
    return LongStream.concat(
        fixed, LongStream.of(ThreadLocalRandom.current().nextLong(3, 1L << 32)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void opensAClientOrSaysWhatIsWrong(long seed) throws IOException {
    Path password = Files.writeString(directory.resolve("password"), "secret\n");
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 400 * Integer.getInteger("fuzz.effort", 1); round++) {
      List<String> words = spoiled(random);
      words.replaceAll(
          word ->
              word.replace("PASSWORD", password.toString()).replace("DATA", directory.toString()));
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      StringWriter wrong = new StringWriter();
      TerminalLine line = line(err, new PrintWriter(wrong, true));

      int code = line.execute(words.toArray(String[]::new));

      String what = "seed " + seed + " round " + round + " " + Arrays.toString(words.toArray());
      String said = wrong + err.toString(StandardCharsets.UTF_8);
      assertThat(said).as(what).doesNotContain("Exception", "\tat ", "\u001b");
      if (code == ExitCode.FAILED) {
        assertThat(said).as(what).contains(OPENED);
      } else {
        assertThat(code).as(what).isIn(ExitCode.OK, ExitCode.USAGE);
        assertThat(said.lines().toList()).as(what).hasSize(code == ExitCode.OK ? 0 : 1);
      }
    }
  }

  private static TerminalLine line(ByteArrayOutputStream err, PrintWriter wrong) {
    ByteArrayInputStream in = new ByteArrayInputStream("text".getBytes(StandardCharsets.UTF_8));
    PrintStream nowhere =
        new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    Surroundings pipe =
        Surroundings.pipe(in, nowhere, new PrintStream(err, true, StandardCharsets.UTF_8));
    TerminalCommand command =
        new TerminalCommand(
            pipe,
            access -> {
              throw new CommandFailedException(OPENED);
            });
    TerminalLine line = new TerminalLine(command);
    line.setExecutionExceptionHandler(TerminalMain::onFailure);
    line.setOut(new PrintWriter(new StringWriter()));
    line.setErr(wrong);
    line.getSubcommands().values().forEach(form -> form.setErr(wrong));
    return line;
  }

  private static List<String> spoiled(SplittableRandom random) {
    List<String> words =
        new ArrayList<>(List.of(VALID.get(random.nextInt(VALID.size())).split(" ")));
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(words.size());
      String odd = ODD.get(random.nextInt(ODD.size()));
      String word = words.get(at);
      int cut = random.nextInt(word.length() + 1);
      switch (random.nextInt(6)) {
        case 0 -> words.add(at, odd);
        case 1 -> words.add(at, words.get(random.nextInt(words.size())));
        case 2 -> words.set(at, word.substring(0, cut));
        case 3 -> words.set(at, word.substring(0, cut) + odd + word.substring(cut));
        case 4 -> words.set(at, word + (char) random.nextInt(1, 0x250));
        default -> words.set(at, odd);
      }
    }
    return words;
  }
}
