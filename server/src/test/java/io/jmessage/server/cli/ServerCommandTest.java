package io.jmessage.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.failstop.core.Timings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ServerCommandTest {

  private static final String MASTER = "1 master localhost:2625 localhost:2626 ";

  private final List<ServerConfig> started = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void startsAMaster_whenTheRoleIsLeftOut() {
    assertThat(run("1 localhost:2625 localhost:2626")).isEqualTo(ExitCode.FINE);

    ServerConfig config = started.get(0);
    assertThat(config.id()).isEqualTo("1");
    assertThat(config.startsAsMaster()).isTrue();
    assertThat(config.clientAddress()).isEqualTo(address("localhost", 2625));
    assertThat(config.internalAddress()).isEqualTo(address("localhost", 2626));
    assertThat(config.clientBind()).isEqualTo(config.clientAddress());
    assertThat(config.internalBind()).isEqualTo(config.internalAddress());
    assertThat(config.dataDirectory()).isEqualTo(Path.of("jmessage-1"));
    assertThat(config.peers()).isEmpty();
    assertThat(config.minCopies()).isEqualTo(1);
    assertThat(config.trustRefused()).isTrue();
    assertThat(config.timings()).isEqualTo(Timings.DEFAULTS);
    assertThat(run(MASTER)).isEqualTo(ExitCode.FINE);
    assertThat(started.get(1)).isEqualTo(config);
  }

  /** No channel can be opened to such a host. */
  @ParameterizedTest
  @ValueSource(strings = {"server_1:2626", "a..b:2626", "1.2.3.4.5:2626", "-a:2626", "a b:2626"})
  void refusesHostsThatNobodyCanConnectTo(String address) {
    assertThat(
            commandLine(Map.of())
                .execute(
                    "2",
                    "slave",
                    "localhost:2627",
                    "localhost:2628",
                    "--master-address=" + address))
        .isEqualTo(ExitCode.BAD_ARGUMENTS);
    assertThat(err.toString()).contains("is not a host name");
  }

  @ParameterizedTest
  @CsvSource({"--master_address=localhost:2626", "--master-address=localhost:2626"})
  void startsASlave_asInTheFirstJmessage(String option) {
    assertThat(run("2 slave localhost:2627 localhost:2628 " + option)).isEqualTo(ExitCode.FINE);

    ServerConfig config = started.get(0);
    assertThat(config.startsAsMaster()).isFalse();
    assertThat(config.masterAddress()).isEqualTo(address("localhost", 2626));
  }

  @Test
  void makesAnId_ofTheInternalAddress() {
    run("auto localhost:2625 chat-1.example.org:2626");
    run("auto localhost:2625 [::1]:2626");

    assertThat(started)
        .extracting(ServerConfig::id)
        .containsExactly("chat-1-example-org-2626", "1-2626");
    assertThat(started.get(0).dataDirectory())
        .isEqualTo(Path.of("jmessage-chat-1-example-org-2626"));
  }

  @Test
  void makesAnIdThatIsNotTooLong() {
    String host = "a".repeat(80) + ".example.org";
    run("auto localhost:2625 " + host + ":2626");
    run("auto localhost:2625 b" + host + ":2626");

    assertThat(started).hasSize(2);
    assertThat(started.get(0).id()).hasSize(64).startsWith("aaaa");
    assertThat(started.get(1).id()).isNotEqualTo(started.get(0).id());
  }

  @Test
  void takesAllOptions() {
    assertThat(
            run(
                "s_1 localhost:0 localhost:0 --data-directory=/tmp/x --bind-client=0.0.0.0"
                    + " --bind-internal=[::]:7 --peers=a:1,b:2 --peers c:3 --min-copies=2"
                    + " --no-trust-refused --heart-beat=100ms --lease=1s --fail-after=3s"
                    + " --drop-after=1m --claim-timeout=500ms --claim-step=2s --log-keep=2GiB --log-level=debug"
                    + " --log-format=json"))
        .isEqualTo(ExitCode.FINE);

    ServerConfig config = started.get(0);
    assertThat(config.dataDirectory()).isEqualTo(Path.of("/tmp/x"));
    assertThat(config.clientBind()).isEqualTo(address("0.0.0.0", 0));
    assertThat(config.internalBind()).isEqualTo(address("[::]", 7));
    assertThat(config.peers()).containsExactly(address("a", 1), address("b", 2), address("c", 3));
    assertThat(config.minCopies()).isEqualTo(2);
    assertThat(config.trustRefused()).isFalse();
    assertThat(config.logKeepBytes()).isEqualTo(2L << 30);
    assertThat(config.timings()).isEqualTo(new Timings(100, 1000, 3000, 60_000, 500, 2000));
  }

  @Test
  void takesOptionsFromTheEnvironment_unlessTheCommandLineHasThem() {
    Map<String, String> environment =
        Map.of(
            "JMESSAGE_MASTER_ADDRESS", "localhost:2626",
            "JMESSAGE_DATA_DIRECTORY", "/tmp/environment",
            "JMESSAGE_PEERS", "a:1,b:2",
            "JMESSAGE_NO_TRUST_REFUSED", "true",
            "JMESSAGE_LEASE", "1400ms",
            "JMESSAGE_MIN_COPIES", "3",
            "JMESSAGE_HELP", "true");

    assertThat(run(environment, "2 slave localhost:2627 localhost:2628 --min-copies=2"))
        .isEqualTo(ExitCode.FINE);

    ServerConfig config = started.get(0);
    assertThat(config.masterAddress()).isEqualTo(address("localhost", 2626));
    assertThat(config.dataDirectory()).isEqualTo(Path.of("/tmp/environment"));
    assertThat(config.peers()).containsExactly(address("a", 1), address("b", 2));
    assertThat(config.trustRefused()).isFalse();
    assertThat(config.timings().leaseMillis()).isEqualTo(1400);
    assertThat(config.minCopies()).isEqualTo(2);
  }

  @Test
  void endsWith2_argumentFileIsADirectory(@TempDir Path directory) {
    assertThat(run("@" + directory)).isEqualTo(ExitCode.BAD_ARGUMENTS);
  }

  @Test
  void takesWordsFromAFile(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("server.args");
    Files.writeString(file, "# a comment\n1 master\nlocalhost:2625 localhost:2626\n--min-copies=2");

    assertThat(run("@" + file)).isEqualTo(ExitCode.FINE);
    assertThat(started.get(0).minCopies()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | missing: ID, CLIENT_ADDRESS, INTERNAL_ADDRESS",
        "1 | missing: CLIENT_ADDRESS, INTERNAL_ADDRESS",
        "1 slave a:1 | missing: INTERNAL_ADDRESS",
        "1 a:1 | missing: INTERNAL_ADDRESS",
        "1 boss a:1 a:2 | role: expected master or slave, got 'boss'",
        "1 master a:1 a:2 a:3 | too many words: 'a:3' after INTERNAL_ADDRESS",
        "1 slave a:1 a:2 | a slave needs the internal address of the master: add"
            + " --master-address=HOST:PORT",
        "1 a:1 a:2 --master-address=b:1 | --master-address is for a slave: write slave after the ID,"
            + " or leave --master-address out",
        "a/b a:1 a:2 | ID: expected 1 to 64 letters, digits, - or _, or the word auto, got 'a/b'",
        "auto a:1 a:0 | ID auto is made of INTERNAL_ADDRESS, and port 0 differs at every start: name"
            + " an ID or a port",
        "1 a a:2 | address: expected host:port, got 'a'",
        "1 a:x a:2 | address: port is not a number in 'a:x'",
        "1 a:65536 a:2 | port: expected 0 to 65535, got 65536",
        "1 ::1:5 a:2 | address: an IPv6 host stands in brackets, as in [::1]:2625, got '::1:5'",
        "1 ö:1 a:2 | address: 'ö' is not a host name",
        "1 http://a:1 a:2 | address: an IPv6 host stands in brackets, as in [::1]:2625, got"
            + " 'http://a:1'",
        "1 a:1 a:1 | CLIENT_ADDRESS and INTERNAL_ADDRESS are both a:1: give them different ports",
        "1 0.0.0.0:1 a:2 | CLIENT_ADDRESS: nobody can connect to 0.0.0.0:1; name this host, and"
            + " listen everywhere with --bind-client or --bind-internal",
        "1 a:1 [::]:2 | INTERNAL_ADDRESS: nobody can connect to [::]:2; name this host, and listen"
            + " everywhere with --bind-client or --bind-internal",
        "1 slave a:1 a:2 --master-address=a:2 | --master-address is this server's own"
            + " INTERNAL_ADDRESS a:2: name the master's",
        "1 slave a:1 a:2 --master-address=a:0 | --master-address: port 0 is nobody's address, got"
            + " a:0",
        "1 slave a:1 a:2 --master-address=a | Invalid value for option '--master-address':"
            + " address: expected host:port, got 'a'",
        "1 a:1 a:2 --peers=b:0 | --peers: port 0 is nobody's address, got b:0",
        "1 a:1 a:2 --bind-client=b:x | address: port is not a number in 'b:x'",
        "1 a:1 a:2 --min-copies=0 | --min-copies: expected 1 to 1000, got 0",
        "1 a:1 a:2 --min-copies=x | Invalid value for option '--min-copies': 'x' is not an int",
        "1 a:1 a:2 --heart-beat=0s | --heart-beat: must be more than 0",
        "1 a:1 a:2 --claim-timeout=0s | --claim-timeout: must be more than 0",
        "1 a:1 a:2 --log-keep=63MiB | --log-keep: expected at least 64MiB, got 63MiB",
        "1 a:1 a:2 --log-keep=1e9 | Invalid value for option '--log-keep': expected a size such as 256MiB or 4GiB, got '1e9'",
        "1 a:1 a:2 --claim-step=0s | --claim-step: must be more than 0",
        "1 a:1 a:2 --lease=5 | Invalid value for option '--lease': expected a duration such as"
            + " 250ms or 2s, got '5'",
        "1 a:1 a:2 --lease=9999999s | Invalid value for option '--lease': expected a duration"
            + " such as 250ms or 2s, got '9999999s'",
        "1 a:1 a:2 --lease=250ms | --lease: must be longer than --heart-beat (250ms), got 250ms",
        "1 a:1 a:2 --fail-after=1900ms | --fail-after: must be longer than 1.1 times --lease plus"
            + " --heart-beat (1900ms), got 1900ms",
        "1 a:1 a:2 --drop-after=1999ms | --drop-after: must not be shorter than --fail-after"
            + " (2000ms), got 1999ms",
        "1 a:1 a:2 --log-level=loud | Invalid value for option '--log-level': expected one of [ERROR,"
            + " WARN, INFO, DEBUG, TRACE] (case-insensitive) but was 'loud'",
        "1 a:1 a:2 --log-format=xml | Invalid value for option '--log-format': expected one of [TEXT,"
            + " JSON] (case-insensitive) but was 'xml'",
        "1 a:1 a:2 --what | Unknown option: '--what'",
        "1 a:1 a:2 --lease=1s --lease=1s | option '--lease' (TIME) should be specified only once",
      })
  void saysWhatToWrite_whenTheWordsAreWrong(String words, String message) {
    assertThat(run(words)).isEqualTo(ExitCode.BAD_ARGUMENTS);

    assertThat(started).isEmpty();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .containsExactly(
            "jmessage-server: " + message,
            "Usage: jmessage-server ID [master|slave] CLIENT_ADDRESS INTERNAL_ADDRESS [OPTIONS];"
                + " --help tells more.");
  }

  @Test
  void acceptsTimings_thatTheCoreAccepts() {
    assertThat(run(MASTER + "--fail-after=1901ms --drop-after=1901ms")).isEqualTo(ExitCode.FINE);
  }

  @Test
  void explainsEveryOption() {
    assertThat(run("--help")).isEqualTo(ExitCode.FINE);

    String help = out.toString();
    CommandLine line = ServerCommand.commandLine(Map.of(), config -> ExitCode.FINE);
    line.getCommandSpec()
        .options()
        .forEach(option -> assertThat(help).contains(List.of(option.names())));
    assertThat(help)
        .contains("jmessage-server ID [master|slave] CLIENT_ADDRESS INTERNAL_ADDRESS [OPTIONS]")
        .contains("(default: 250ms)", "JMESSAGE_DATA_DIRECTORY", "@FILE", "Exit codes: 0 fine")
        .doesNotContain("${");
    assertThat(help.lines()).allMatch(row -> row.length() <= 100);
    assertThat(err.toString()).isEmpty();
    assertThat(started).isEmpty();
  }

  @Test
  void tellsTheVersion() {
    assertThat(run("--version")).isEqualTo(ExitCode.FINE);

    assertThat(out.toString().strip())
        .matches("jmessage-server \\S+ \\(Java " + Runtime.version().feature() + ".*\\)");
  }

  @Test
  void returnsWhatTheRunReturns() {
    CommandLine line = ServerCommand.commandLine(Map.of(), config -> ExitCode.FAILED);

    assertThat(line.execute(MASTER.split(" "))).isEqualTo(ExitCode.FAILED);
  }

  private int run(String words) {
    return run(Map.of(), words);
  }

  private int run(Map<String, String> environment, String words) {
    return commandLine(environment).execute(words.isEmpty() ? new String[0] : words.split(" "));
  }

  private CommandLine commandLine(Map<String, String> environment) {
    CommandLine line =
        ServerCommand.commandLine(
            environment,
            config -> {
              started.add(config);
              return ExitCode.FINE;
            });
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line;
  }

  private static Address address(String host, int port) {
    return new Address(host, port);
  }
}
