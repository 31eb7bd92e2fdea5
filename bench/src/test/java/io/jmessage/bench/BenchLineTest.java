package io.jmessage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is refused before anything is started. */
class BenchLineTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          send --writers 0                | --writers: 1 to 1024, got 0
          send --size 65537               | --size: 1 to 65536, got 65537
          send --systems unary,mongo      | there is no system 'mongo', only unary,
          send --rate fast                | --rate: 1 to 9999999, or half; got 'fast'
          send --addresses here           | --addresses: HOST:PORT, got 'here'
          send --rounds 0                 | --rounds: 1 to 1000, got 0
          send --directory /not/there     | --directory: there is no directory
          send --json .                   | is a directory
          promotion --faults flood        | --faults: kill, pause or stop, got 'flood'
          promotion --servers 1           | --servers: 2 to 9, got 1
          push --streams 0                | --streams: 1 to 50000, got 0
          page --messages 1               | --messages: 200 to 100000000, got 1
          join --rate 0                   | --rate: 1 to 100000, got 0
          logins --logins 0               | --logins: 1 to 10000, got 0
          log --batches 0                 | --batches: 1 to 10000, got 0
          micro --forks 0                 | --forks: 1 to 100, got 0
          micro [                         | Unclosed character class
          all --servers 1                 | --servers: 2 to 9, got 1
          """)
  void wrongArguments_areTold_andEnd2(String line, String told) {
    assertThat(execute(line.split(" +"))).isEqualTo(2);
    assertThat(err.toString()).contains(told);
  }

  @Test
  void noMeasure_isAskedFor() {
    assertThat(execute()).isEqualTo(2);
    assertThat(err.toString()).contains("say what to measure: send, promotion");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"send", "promotion", "push", "page", "join", "logins", "log", "micro", "all"})
  void help_saysWhatComesBack(String measure) {
    assertThat(execute(measure, "--help")).isZero();
    assertThat(out.toString()).contains("--rounds", "Exit codes:", "could not be measured");
  }

  private int execute(String... words) {
    CommandLine line = BenchMain.commandLine();
    return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
  }
}
