package io.jmessage.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientConfig;
import io.jmessage.client.ChatClients;
import io.jmessage.client.store.OpenFiles;
import io.jmessage.client.support.ScriptedCluster;
import io.jmessage.proto.client.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms for scripts: each exit code, one line that says why, and nothing sent twice. */
class ScriptTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private ScriptedCluster cluster;
  private Path passwordFile;

  @TempDir private Path directory;

  @BeforeEach
  void startCluster() throws IOException {
    cluster = ScriptedCluster.withMaster(3);
    cluster.createAccount("ann", "secret");
    cluster.createAccount("bob", "secret");
    passwordFile = Files.writeString(directory.resolve("password"), "secret\n");
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
    // A client writes a last time after close() has returned.
    Awaitility.await()
        .atMost(LIMIT)
        .ignoreExceptions() // files come and go while they are looked at
        .until(() -> !OpenFiles.any(directory));
  }

  @Test
  void send_ends0_whenTheMessageIsStored() {
    int exit = run("two\nlines\n", "send", "bob", "--copies", "3");

    assertThat(oneLine()).isEqualTo("jmessage: stored on 3 of 3 servers, message 1 to bob");
    assertThat(exit).isEqualTo(ExitCode.OK);
    assertThat(texts()).containsExactly("two\nlines");
    assertThat(cluster.calls("Logout")).hasSize(1);
  }

  @Test
  void send_ends1_whenItIsRefused() throws IOException {
    assertThat(run("hello", "send", "nobody")).isEqualTo(ExitCode.FAILED);
    assertThat(oneLine()).contains("not sent to nobody: there is no user of this name");

    Files.writeString(passwordFile, "wrong\n");
    assertThat(run("hello", "send", "bob")).isEqualTo(ExitCode.FAILED);
    assertThat(oneLine()).contains("the password is wrong");
    assertThat(texts()).isEmpty();
  }

  @Test
  void send_ends2_whenTheArgumentsAreWrong() {
    assertThat(run("", "send", "bob")).isEqualTo(ExitCode.USAGE);
    assertThat(oneLine()).contains("no text on standard input");
    assertThat(run("hello", "send", "bob", "--copies", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(runPlain("hello", List.of("send", "bob"))).isEqualTo(ExitCode.USAGE);
    assertThat(runPlain("hello", List.of("--user", "ann", "send", "bob")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(texts()).isEmpty();
  }

  @Test
  void send_ends4_whenNoServerAnswersAndNothingWasHandedOver() {
    cluster.holdElection();

    int exit = run("hello", List.of("--timeout", "1"), "send", "bob");

    assertThat(oneLine()).contains("no answer in time", "nothing was done, so run it again");
    assertThat(exit).isEqualTo(ExitCode.NO_SERVER);
    cluster.promote(0);
    assertThat(run("hello", "send", "bob")).isEqualTo(ExitCode.OK);
    assertThat(texts()).containsExactly("hello");
  }

  @Test
  void send_ends5_whenFewerServersHaveIt() {
    int exit = run("hello", "send", "bob", "--copies", "4");

    assertThat(oneLine()).contains("stored on 3 of 3 servers", "4 were asked for", "do not send");
    assertThat(exit).isEqualTo(ExitCode.TOO_FEW_COPIES);
    assertThat(texts()).containsExactly("hello");
  }

  @Test
  void send_ends6_whenItStaysInTheOutbox_andTheNextRunSendsItOnce() {
    List<String> kept = List.of("--data-directory", directory.resolve("data").toString());
    assertThat(run("first", kept, "send", "bob")).isEqualTo(ExitCode.OK);
    cluster.holdElection();

    int exit = run("second", with(kept, "--timeout", "1"), "send", "bob");

    assertThat(oneLine()).contains("in the outbox", "do not send it again");
    assertThat(exit).isEqualTo(ExitCode.IN_OUTBOX);
    cluster.promote(1);
    assertThat(run("third", kept, "send", "bob")).isEqualTo(ExitCode.OK);
    assertThat(texts()).containsExactly("first", "second", "third");
  }

  @Test
  void send_ends7_whenNobodyKnows() {
    TerminalCommand command =
        new TerminalCommand(pipe("hello", out), access -> hangingAtSend(access.config()));

    int exit = new TerminalLine(command).execute(words(List.of("--timeout", "3"), "send", "bob"));

    assertThat(oneLine()).contains("may be stored or not", "--data-directory");
    assertThat(exit).isEqualTo(ExitCode.UNKNOWN);
    assertThat(texts()).hasSizeLessThanOrEqualTo(1);
  }

  /** From the end of the log-in on, no server says anything more. */
  private ChatClient hangingAtSend(ChatClientConfig config) {
    ChatClient client = ChatClients.open(config);
    return (ChatClient)
        Proxy.newProxyInstance(
            ChatClient.class.getClassLoader(),
            new Class<?>[] {ChatClient.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("send")) {
                cluster.server(0).hang();
              }
              return method.invoke(client, arguments);
            });
  }

  @Test
  void send_isOneMessage_whenTheOutcomeWasUnknownAtFirst() {
    cluster.server(0).leaveOutcomeUnknown(2);

    assertThat(run("hello", "send", "bob")).isEqualTo(ExitCode.OK);

    assertThat(texts()).containsExactly("hello");
  }

  @Test
  void send_goesOn_whenTheKeptSessionWasEnded() {
    List<String> kept = List.of("--data-directory", directory.resolve("data").toString());
    assertThat(run("first", kept, "send", "bob")).isEqualTo(ExitCode.OK);
    cluster.endSessions("ann");

    assertThat(run("second", kept, "send", "bob")).isEqualTo(ExitCode.OK);

    assertThat(texts()).containsExactly("first", "second");
  }

  @Test
  void receive_showsEachMessageOnce_asJson() {
    run("say \"hi\"\u0007\n日本", "send", "bob");
    assertThat(receiveAsBob("--json")).isEqualTo(ExitCode.OK);
    assertThat(out())
        .singleElement()
        .asString()
        .matches(
            "\\{\"conversation\":\"ann\",\"from\":\"ann\",\"sequence\":1,\"time\":\"[0-9T:.-]+Z\","
                + "\"text\":\"say \\\\\"hi\\\\\"\\\\u0007\\\\n日本\"}");

    out.reset();
    assertThat(receiveAsBob("--json")).isEqualTo(ExitCode.OK);
    assertThat(out()).isEmpty();
  }

  @Test
  void receive_follows_untilNobodyReads() throws Exception {
    run("before", "send", "bob");
    ClosableOutput pipe = new ClosableOutput();
    CompletableFuture<Integer> following =
        CompletableFuture.supplyAsync(
            () ->
                execute(
                    pipe("", pipe),
                    List.of(),
                    words("bob", List.of(), "receive", "--follow", "--json")));
    Awaitility.await().atMost(LIMIT).until(() -> pipe.text().contains("before"));

    run("after", "send", "bob");
    Awaitility.await().atMost(LIMIT).until(() -> pipe.text().contains("after"));
    pipe.isClosed = true;
    run("unseen", "send", "bob");

    assertThat(following.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ExitCode.OK);
    assertThat(pipe.text().lines()).hasSize(2);
    out.reset();
    assertThat(receiveAsBob()).isEqualTo(ExitCode.OK); // what was not written is not read
    assertThat(out()).singleElement().asString().endsWith("ann: unseen");
  }

  @Test
  void receive_ends1_whenTheSessionIsEnded() throws Exception {
    ClosableOutput pipe = new ClosableOutput();
    run("before", "send", "bob");
    Path data = directory.resolve("bob");
    String[] begin = words("bob", List.of("--data-directory", data.toString()), "receive");
    assertThat(execute(pipe("", pipe), List.of(), begin)).isEqualTo(ExitCode.OK);
    List<String> follow = new ArrayList<>(List.of("-a"));
    cluster.addresses().forEach(address -> follow.add(address.toString()));
    follow.addAll(List.of("--user", "bob", "--data-directory", data.toString()));
    follow.addAll(List.of("receive", "--follow"));
    CompletableFuture<Integer> following =
        CompletableFuture.supplyAsync(
            () -> execute(pipe("", pipe), List.of(), follow.toArray(String[]::new)));
    run("after", "send", "bob");
    Awaitility.await().atMost(LIMIT).until(() -> pipe.text().contains("after"));

    err.reset();
    cluster.endSessions("bob");

    assertThat(following.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(ExitCode.FAILED);
    assertThat(oneLine()).contains("session", "--password-file");
  }

  @Test
  void receive_ends4_whenNoServerAnswers() {
    cluster.holdElection();

    assertThat(run("", List.of("--timeout", "1"), "receive")).isEqualTo(ExitCode.NO_SERVER);
  }

  @Test
  void directoryAsArgumentFile_isAWrongArgument() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    TerminalLine line = new TerminalLine(new TerminalCommand(pipe("", out)));
    line.setErr(new java.io.PrintWriter(text, true, StandardCharsets.UTF_8));

    assertThat(line.execute("@" + directory)).isEqualTo(ExitCode.USAGE);
    assertThat(text.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  private int receiveAsBob(String... options) {
    List<String> form = with(List.of("receive"), options);
    return execute(pipe("", out), List.of(), words("bob", List.of(), form.toArray(String[]::new)));
  }

  private int run(String input, String... form) {
    return run(input, List.of(), form);
  }

  private int run(String input, List<String> options, String... form) {
    return execute(pipe(input, out), List.of(), words(options, form));
  }

  private int runPlain(String input, List<String> words) {
    return execute(pipe(input, out), words);
  }

  private static int execute(Surroundings surroundings, List<String> first, String... words) {
    return TerminalMain.run(with(first, words).toArray(String[]::new), surroundings);
  }

  private String[] words(List<String> options, String... form) {
    return words("ann", options, form);
  }

  private String[] words(String user, List<String> options, String... form) {
    List<String> words = new ArrayList<>(List.of("-a"));
    cluster.addresses().forEach(address -> words.add(address.toString()));
    words.addAll(List.of("--user", user, "--password-file", passwordFile.toString()));
    words.addAll(options);
    words.addAll(List.of(form));
    return words.toArray(String[]::new);
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  /** For one run: what the one before said on standard error is gone. */
  private Surroundings pipe(String input, OutputStream output) {
    err.reset();
    return Surroundings.pipe(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(output, false, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  /** All of standard error; the next run begins anew. */
  private String oneLine() {
    String text = err.toString(StandardCharsets.UTF_8);
    err.reset();
    assertThat(text.lines()).hasSize(1);
    return text.strip();
  }

  private List<String> out() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private List<String> texts() {
    return cluster.messages().stream().map(Message::getMessage).toList();
  }

  /** A pipe whose reader may go away. */
  private static final class ClosableOutput extends OutputStream {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private volatile boolean isClosed;

    @Override
    public synchronized void write(int b) throws IOException {
      if (isClosed) {
        throw new IOException("Broken pipe");
      }
      written.write(b);
    }

    synchronized String text() {
      return written.toString(StandardCharsets.UTF_8);
    }
  }
}
