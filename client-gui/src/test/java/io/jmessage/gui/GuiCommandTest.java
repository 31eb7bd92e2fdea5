package io.jmessage.gui;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.gui.support.Theme;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuiCommandTest {
  private final AtomicInteger launches = new AtomicInteger();
  private final GuiCommand command = new GuiCommand(launches::incrementAndGet);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void takesSeveralAddressesAfterOneOption() {
    int exit = run("-a", "localhost:2625", "127.0.0.1:2626", "[::1]:2627");

    assertThat(exit).isZero();
    assertThat(servers()).containsExactly("localhost:2625", "127.0.0.1:2626", "[::1]:2627");
    assertThat(launches).hasValue(1);
  }

  @Test
  void takesTitleAndTheme_afterTheAddresses() {
    run("-a", "a:1", "b:2", "--title", "Left", "--theme", "dark");

    assertThat(servers()).containsExactly("a:1", "b:2");
    assertThat(command.title()).isEqualTo("Left");
    assertThat(command.theme()).isEqualTo(Theme.DARK);
  }

  @Test
  void followsTheDesktop_whenNoThemeIsGiven() {
    run("-a", "a:1");

    assertThat(command.theme()).isEqualTo(Theme.SYSTEM);
    assertThat(command.title()).isEqualTo("Jmessage");
  }

  @Test
  void knowsNoServer_whenNoAddressIsGiven() {
    assertThat(run()).isZero();
    assertThat(servers()).isEmpty();
  }

  @Test
  void takesAPlaceForItsFiles() {
    run("-a", "a:1", "--data-directory", "here");

    assertThat(command.dataDirectory()).isEqualTo(Path.of("here"));
    assertThat(command.demoKillFile()).isEmpty();
  }

  /** No channel can be opened to such a host; nor is such a line worth a stack trace. */
  @ParameterizedTest
  @ValueSource(
      strings = {"a_b:1", "a..b:1", "%:1", "-:1", "\0:1", "a:99999999999", "", "=", "[:1", "@/"})
  void exitsWithTwo_whenNobodyCanConnectThere(String address) {
    assertThat(run("-a", "localhost:2625", "-a", address)).isEqualTo(2);
    assertThat(err.toString()).isNotBlank().doesNotContain("\tat ");
    assertThat(launches).hasValue(0);
  }

  @Test
  void exitsWithTwo_whenTheAddressIsMissing() {
    assertThat(run("-a")).isEqualTo(2);
    assertThat(err.toString()).contains("--address");
    assertThat(launches).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"localhost", ":2625", "localhost:", "localhost:0", "localhost:65536", "a b:1"})
  void exitsWithTwo_andSaysWhatToWrite_whenAnAddressIsNone(String address) {
    assertThat(run("-a", address)).isEqualTo(2);
    assertThat(err.toString()).contains("'" + address + "'", "HOST:PORT");
    assertThat(launches).hasValue(0);
  }

  @Test
  void helps() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("-a", "--theme", "--title", "Exit codes");
    assertThat(launches).hasValue(0);
  }

  @Test
  void tellsItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("Jmessage");
  }

  private List<String> servers() {
    return command.servers().stream().map(ServerAddress::toString).toList();
  }

  private int run(String... arguments) {
    return GuiMain.commandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
