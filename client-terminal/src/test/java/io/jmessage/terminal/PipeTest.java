package io.jmessage.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientConfig;
import io.jmessage.client.ChatClients;
import io.jmessage.client.support.ScriptedCluster;
import io.jmessage.proto.client.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
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
  void sessions_areListed_andEndedByTheBeginningOfTheirKeys() throws Exception {
    try (ChatClient window = loggedIn("window")) {
      run("login ann secret", "sessions");
      List<String> sessions = out().stream().filter(line -> line.contains("  ")).toList();
      String key = firstWord(sessions.get(0));

      int exit = run("login ann secret", "end-session nonsense", "end-session " + key, "sessions");

      assertThat(sessions).hasSize(2).allMatch(line -> line.matches("[0-9a-f]{8,}  .*"));
      assertThat(sessions.get(0)).endsWith("window");
      assertThat(sessions.get(1)).endsWith("terminal commands  (this one)");
      assertThat(exit).isEqualTo(ExitCode.FAILED);
      assertThat(err()).containsExactly("there is no session nonsense; sessions shows all");
      assertThat(out()).contains("ended that session");
      awaitLoggedOut(window);
    }
  }

  @Test
  void ownSession_isNotEnded_butAllOthersAre() throws Exception {
    try (ChatClient window = loggedIn("window")) {
      run("login ann secret", "end-session others", "sessions");
      String own = firstWord(out().get(out().size() - 1));

      run("login ann secret", "end-session " + own.substring(0, 2), "end-session");

      assertThat(out()).contains("ended all other sessions");
      assertThat(err())
          .containsExactly(
              "this is the session that you are in; use: logout",
              "use: end-session SESSION|others");
      awaitLoggedOut(window);
    }
  }

  @Test
  void password_isChanged_ifTheOldOneIsRight() {
    cluster.createAccount("ann", "old one");

    int exit =
        run(
            "password a b",
            "login ann old one",
            "password wrong new",
            "password",
            "password \"old one\"",
            "password \"old one\" new one",
            "logout",
            "login ann new one",
            "logout",
            "login ann old one");

    assertThat(exit).isEqualTo(ExitCode.FAILED);
    assertThat(err())
        .containsExactly(
            "log in first: login NAME",
            "the old password is wrong; nothing was changed",
            "in a pipe, use: password OLD NEW",
            "in a pipe, use: password OLD NEW",
            "the password is wrong");
    assertThat(out()).contains("the password is changed; all your other sessions have ended");
  }

  @Test
  void sessionsAndPassword_sayThatNoServerAnswers() {
    cluster.createAccount("ann", "secret");
    InputStream whenNoServerAnswers =
        new FilterInputStream(bytes("sessions", "end-session others", "password secret new")) {
          @Override
          public int read(byte[] into, int from, int length) throws IOException {
            cluster.holdElection();
            return super.read(into, from, length);
          }
        };
    InputStream all = new SequenceInputStream(bytes("login ann secret"), whenNoServerAnswers);

    int exit = runPlain(arguments("--timeout", "2"), all);

    assertThat(exit).isEqualTo(ExitCode.FAILED);
    assertThat(out()).containsExactly("logged in as ann");
    assertThat(err()).filteredOn(line -> line.contains("(it may still happen)")).hasSize(3);
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
    return runPlain(arguments(options.toArray(String[]::new)), lines);
  }

  private List<String> arguments(String... options) {
    List<String> arguments = new ArrayList<>(List.of("-a"));
    cluster.addresses().forEach(address -> arguments.add(address.toString()));
    arguments.addAll(List.of(options));
    return arguments;
  }

  private int runPlain(List<String> arguments, String... lines) {
    return runPlain(arguments, bytes(lines));
  }

  private int runPlain(List<String> arguments, InputStream in) {
    return TerminalMain.run(
        arguments.toArray(String[]::new), Surroundings.pipe(in, utf8(out), utf8(err)));
  }

  private static InputStream bytes(String... lines) {
    return new ByteArrayInputStream(
        (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Another client of ann's. */
  private ChatClient loggedIn(String device) throws Exception {
    cluster.createAccount("ann", "secret");
    ChatClientConfig config = ChatClientConfig.of(cluster.addresses()).withClientName(device);
    ChatClient client = ChatClients.open(config);
    client.logIn("ann", "secret").get(30, TimeUnit.SECONDS);
    return client;
  }

  private static void awaitLoggedOut(ChatClient client) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(client.username()).isEmpty());
  }

  private static String firstWord(String line) {
    return line.substring(0, line.indexOf(' '));
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
