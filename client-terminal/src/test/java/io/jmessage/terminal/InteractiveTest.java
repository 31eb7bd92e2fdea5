package io.jmessage.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientConfig;
import io.jmessage.client.ChatClients;
import io.jmessage.client.support.ScriptedCluster;
import io.jmessage.proto.client.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.awaitility.Awaitility;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in front of a person, whose keys and screen the test plays. */
class InteractiveTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Logger JLINE = Logger.getLogger("org.jline");
  private static final char CTRL_C = 3;
  private static final char CTRL_D = 4;

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private ScriptedCluster cluster;
  private ChatClient other;
  private Terminal terminal;
  private OutputStream keys;
  private CompletableFuture<Integer> exitCode;

  @TempDir private Path state;

  @BeforeEach
  void startProgram() throws Exception {
    JLINE.setLevel(Level.OFF); // it warns when the played terminal is closed
    cluster = ScriptedCluster.withMaster(2);
    cluster.createAccount("ann", "secret");
    cluster.createAccount("bob", "secret");
    other = ChatClients.open(ChatClientConfig.of(cluster.addresses()));
    other.logIn("bob", "secret").get(30, TimeUnit.SECONDS);

    PipedInputStream in = new PipedInputStream();
    keys = new PipedOutputStream(in);
    terminal =
        TerminalBuilder.builder()
            .system(false)
            .streams(in, screen)
            .type("xterm")
            .encoding(StandardCharsets.UTF_8)
            .size(Size.of(100, 40))
            .build();
    exitCode = CompletableFuture.supplyAsync(this::runProgram);
    awaitScreen("connected to server 1");
  }

  private int runProgram() {
    String[] arguments = {"-a", cluster.addresses().get(0).toString()};
    Map<String, String> environment = Map.of("XDG_STATE_HOME", state.toString(), "NO_COLOR", "1");
    return TerminalMain.run(
        arguments,
        (client, atStart) -> Surroundings.onTerminal(terminal, client, atStart, environment));
  }

  @AfterEach
  void stopAll() throws Exception {
    if (!exitCode.isDone()) {
      type(CTRL_C);
    }
    // A key between two prompts goes to nobody.
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () -> {
              type(CTRL_D);
              return exitCode.isDone();
            });
    terminal.close();
    other.close();
    cluster.close();
  }

  @Test
  void messagesArriveWhileTheUserTypes() throws Exception {
    type("login ann secret\r");
    awaitScreen("ann@jmessage> ");
    type("half a li");

    other.send("ann", "are you there?").get(30, TimeUnit.SECONDS);

    awaitScreen("bob: are you there?");
    type("\u0015send bob yes\r"); // Ctrl-U first
    awaitScreen("sent to bob, stored on 3 of 3 servers");
    assertThat(cluster.messages())
        .extracting(Message::getMessage)
        .containsExactly("are you there?", "yes");
  }

  @Test
  void passwordIsAskedForUnseen_andNeverKept() throws Exception {
    type("login ann\r");
    awaitScreen("Password: ");
    type("secret\r");
    awaitScreen("logged in as ann");
    type("login ann secret\r");
    type("create carl secret\r");
    awaitScreen("created carl");
    type(CTRL_D);
    exitCode.get(30, TimeUnit.SECONDS);

    String history = Files.readString(state.resolve("jmessage/terminal-history"));
    assertThat(history).contains("login ann", "create carl").doesNotContain("secret");
  }

  @Test
  void newPassword_isAskedForUnseen() throws Exception {
    type("login ann secret\r");
    awaitScreen("logged in as ann");
    type("password\r");
    awaitScreen("Old password: ");
    type("secret\r");
    awaitScreen("New password: ");
    type("f-r-e-s-h\r");
    awaitScreen("Once more: ");
    type("f-r-e-s-h\r");

    awaitScreen("the password is changed");
    assertThat(text()).doesNotContain("f-r-e-s-h");
    other.logIn("ann", "f-r-e-s-h").get(30, TimeUnit.SECONDS);
  }

  @Test
  void chatSendsPlainLines_untilItIsLeft() throws Exception {
    type("login ann secret\r");
    awaitScreen("logged in as ann");
    type("chat bob\r");
    awaitScreen("bob> ");
    type("hello!!\r");
    type("/leave\r");
    type("list\r");

    awaitScreen("ann  online");
    assertThat(cluster.messages()).extracting(Message::getMessage).containsExactly("hello!!");
  }

  @Test
  void ctrlC_clearsTheLine_andCtrlD_ends() throws Exception {
    type("nonsense");
    awaitScreen("nonsense");
    type(CTRL_C);
    type("status\r");
    awaitScreen("not logged in");
    type(CTRL_D);

    assertThat(exitCode.get(30, TimeUnit.SECONDS)).isZero();
    assertThat(text()).doesNotContain("unknown command");
  }

  @Test
  void tabCompletesCommandsAndNames() throws Exception {
    type("lis\t\r");
    awaitScreen("bob  online");
    type("login a\tsecret\r");

    awaitScreen("logged in as ann");
  }

  @Test
  void failOverIsTold_andTheLineGoesOn() throws Exception {
    type("login ann secret\r");
    awaitScreen("logged in as ann");
    type("send bob wri");

    cluster.promote(1);
    cluster.server(0).kill();
    awaitScreen("connected to server 2");
    type("tten across\r");

    awaitScreen("sent to bob");
    assertThat(text()).contains("looking for the new master");
    assertThat(cluster.messages())
        .extracting(Message::getMessage)
        .containsExactly("written across");
  }

  private void type(String text) throws IOException {
    keys.write(text.getBytes(StandardCharsets.UTF_8));
    keys.flush();
  }

  private void type(char key) throws IOException {
    type(Character.toString(key));
  }

  private String text() {
    return screen.toString(StandardCharsets.UTF_8).replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "");
  }

  private void awaitScreen(String text) {
    Awaitility.await().atMost(LIMIT).untilAsserted(() -> assertThat(text()).contains(text));
  }
}
