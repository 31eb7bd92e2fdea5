package io.jmessage.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.support.ScriptedCluster;
import io.jmessage.proto.client.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program at the end of a pipe: commands in, plain lines out, and an exit code to rely on. */
class PipeTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private ScriptedCluster cluster;

  @TempDir private Path directory;

  @BeforeEach
  void startCluster() {
    cluster = ScriptedCluster.withMaster(3);
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }

  @Test
  void aWholeConversation() {
    int exit =
        run(
            "create ann secret",
            "create \"Bob Lee\" secret",
            "login ann secret",
            "send \"Bob Lee\" hello, it's   me",
            "logout",
            "login \"Bob Lee\" secret",
            "receive",
            "receive",
            "list");

    assertThat(err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(out())
        .containsSubsequence(
            "created ann; now use: login ann",
            "created Bob Lee; now use: login \"Bob Lee\"",
            "logged in as ann",
            "logged out",
            "logged in as Bob Lee");
    assertThat(out()).filteredOn(line -> line.contains("hello")).hasSize(1);
    assertThat(out()).anyMatch(line -> line.matches("\\[\\d\\d:\\d\\d] ann: hello, it's   me"));
    assertThat(out()).contains("ann      offline", "Bob Lee  online");
  }

  @Test
  void failedCommand_doesNotEndTheRun_butShowsInTheExitCode() {
    int exit = run("send ann hi", "nonsense", "send", "list extra", "create ann secret", "list");

    assertThat(exit).isEqualTo(ExitCode.FAILED);
    assertThat(err()) // the send is not waited for before it must be
        .containsExactlyInAnyOrder(
            "not sent to ann: you are not logged in; use: login NAME",
            "unknown command: nonsense; try help",
            "use: send NAME TEXT",
            "too many words; use: list");
    assertThat(out()).contains("ann  offline");
  }

  @Test
  void failedLogIn_endsTheRun_becauseTheRestWouldBeDoneByTheUserBefore() {
    cluster.createAccount("ann", "secret");
    cluster.createAccount("bob", "secret");

    int exit = run("login ann secret", "login bob wrong", "send ann from bob");

    assertThat(exit).isEqualTo(ExitCode.FAILED);
    assertThat(err()).containsExactly("the password is wrong");
    assertThat(cluster.messages()).isEmpty();
  }

  @Test
  void failedSend_showsInTheExitCode() {
    int exit = run("create ann secret", "login ann secret", "send nobody hello");

    assertThat(exit).isEqualTo(ExitCode.FAILED);
    assertThat(err())
        .containsExactly("not sent to nobody: there is no user of this name; list shows all");
  }

  @Test
  void endOfInput_waitsForAllThatWasSent() {
    List<String> lines = new ArrayList<>(List.of("create ann secret", "login ann secret"));
    for (int i = 1; i <= 500; i++) {
      lines.add("send ann line " + i);
    }

    int exit = run(lines.toArray(String[]::new));

    assertThat(exit).isZero();
    assertThat(cluster.messages()).hasSize(500);
    assertThat(cluster.messages().get(499).getMessage()).isEqualTo("line 500");
    assertThat(cluster.calls("Logout")).hasSize(1);
  }

  @Test
  void chat_showsThePageAndSendsPlainLines() {
    cluster.createAccount("ann", "secret");
    cluster.createAccount("bob", "secret");

    int exit =
        run(
            "login ann secret",
            "send bob first",
            "chat bob",
            "second",
            "//third with a slash",
            "/leave",
            "list");

    assertThat(err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(out()).anyMatch(line -> line.endsWith("you to bob: first"));
    assertThat(cluster.messages())
        .extracting(Message::getMessage)
        .containsExactly("first", "second", "/third with a slash");
    assertThat(out()).contains("ann  online");
  }

  @Test
  void delete_needsYes_becauseNobodyCanBeAsked() {
    int exit = run("create ann secret", "login ann secret", "delete", "delete --yes", "list");

    assertThat(exit).isEqualTo(ExitCode.FAILED);
    assertThat(err()).containsExactly("use: delete --yes");
    assertThat(out()).endsWith("deleted ann");
  }

  @Test
  void passwords_areNotAskedForInAPipe() {
    int exit = run("create ann", "login ann");

    assertThat(exit).isEqualTo(ExitCode.FAILED);
    assertThat(err())
        .containsExactly(
            "in a pipe, use: create NAME PASSWORD", "in a pipe, use: login NAME PASSWORD");
  }

  @Test
  void escapeSequencesOfOthers_areMadeHarmless() {
    cluster.createAccount("ann", "secret");

    run("login ann secret", "send ann \u001b[2Jgone", "logout", "login ann secret", "chat ann");

    assertThat(out()).anyMatch(line -> line.endsWith("you to ann: \uFFFD[2Jgone"));
    assertThat(out()).noneMatch(line -> line.contains("\u001b"));
  }

  @Test
  void logsInAtStart_withThePasswordOfAFile() throws IOException {
    cluster.createAccount("ann", "pass word");
    Path file = Files.writeString(directory.resolve("password"), "pass word\nnot this\n");

    int exit = run(List.of("--user", "ann", "--password-file", file.toString()), "status");

    assertThat(err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(out()).contains("logged in as ann", "servers that may still fail without harm: 2");
  }

  @Test
  void failedLogInAtStart_endsTheRun() throws IOException {
    cluster.createAccount("ann", "secret");
    Path file = Files.writeString(directory.resolve("password"), "wrong\n");

    int exit = run(List.of("--user", "ann", "--password-file", file.toString()), "list");

    assertThat(exit).isEqualTo(ExitCode.FAILED);
    assertThat(err()).containsExactly("the password is wrong");
    assertThat(out()).isEmpty();
  }

  @Test
  void wrongOptions_areExplained() {
    assertThat(runPlain(List.of("-a", "nowhere"))).isEqualTo(ExitCode.USAGE);
    assertThat(runPlain(List.of("-a"))).isEqualTo(ExitCode.USAGE);
    assertThat(runPlain(List.of("--password-file", "x"))).isEqualTo(ExitCode.USAGE);
    assertThat(runPlain(List.of("--nonsense"))).isEqualTo(ExitCode.USAGE);
    assertThat(runPlain(List.of("--timeout", "0"))).isEqualTo(ExitCode.USAGE);
    assertThat(runPlain(List.of("--help"))).isEqualTo(ExitCode.OK);
    assertThat(runPlain(List.of("--version"))).isEqualTo(ExitCode.OK);
  }

  @Test
  void goesOn_whenTheMasterDies() {
    cluster.createAccount("ann", "secret");
    cluster.server(0).hang();
    Thread failOver = new Thread(() -> cluster.promote(1));
    failOver.start();

    int exit = run("login ann secret", "send ann hello", "list");

    assertThat(exit).isZero();
    assertThat(cluster.messages()).hasSize(1);
  }

  @Test
  void help_explainsEveryCommand() {
    int exit = run("help", "help chat", "help /leave", "help nonsense", "exit", "list");

    assertThat(exit).isEqualTo(ExitCode.FAILED);
    assertThat(out()).anyMatch(line -> line.strip().startsWith("send NAME TEXT"));
    assertThat(out()).contains("chat NAME", "/leave");
    assertThat(err()).containsExactly("unknown command: nonsense; try help");
  }

  private int run(String... lines) {
    return run(List.of(), lines);
  }

  private int run(List<String> options, String... lines) {
    List<String> arguments = new ArrayList<>(List.of("-a"));
    cluster.addresses().forEach(address -> arguments.add(address.toString()));
    arguments.addAll(options);
    return runPlain(arguments, lines);
  }

  private int runPlain(List<String> arguments, String... lines) {
    byte[] input = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    return TerminalMain.run(
        arguments.toArray(String[]::new),
        Surroundings.pipe(new ByteArrayInputStream(input), utf8(out), utf8(err)));
  }

  private static PrintStream utf8(ByteArrayOutputStream stream) {
    return new PrintStream(stream, true, StandardCharsets.UTF_8);
  }

  private List<String> out() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private List<String> err() {
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
