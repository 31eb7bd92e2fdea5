package io.jmessage.system.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.system.SystemMain;
import io.jmessage.system.Trees;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command passes on this product, and fails on one that breaks a promise. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no SIGSTOP there")
class TortureIT {
  private static final Path DATA = Path.of("target", "system", "TortureIT");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** What earlier runs of the tests have kept. */
  @BeforeAll
  static void begin() {
    Trees.delete(DATA);
  }

  @Test
  void everyCheckHolds_quickProfile(@TempDir Path directory) throws Exception {
    Path json = directory.resolve("result.json");
    Path junit = directory.resolve("result.xml");

    assertThat(torture("--profile=quick", "--json=" + json, "--junit=" + junit))
        .as(out.toString())
        .isZero();

    assertThat(out.toString()).contains("To run it again: ./jmessage torture", "--seed=");
    assertThat(Files.readString(json)).contains("\"good\":true");
    assertThat(Files.readString(junit)).contains("failures=\"0\"");
  }

  @Test
  void isFound_acknowledgeBeforeReplicating() {
    int exit =
        torture(
            "--sabotage=acknowledge-before-replicating",
            "--fault=pause-slaves-kill-master",
            "--seconds=6");

    assertFound(exit, "! G6: ");
  }

  @Test
  void isFound_forgetTheDuplicateCheck() {
    int exit =
        torture(
            "--sabotage=forget-the-duplicate-check",
            "--fault=pause-master,kill-master",
            "--seconds=8");

    assertFound(exit, "! G2: ");
  }

  @Test
  void isFound_dropEveryHundredthEntryOnOneSlave() {
    int exit =
        torture(
            "--sabotage=drop-every-100th-entry-on-one-slave", "--fault=step-down", "--seconds=5");

    assertFound(exit, "! I8: ");
  }

  @Test
  void isFound_skipTheFsync() {
    int exit = torture("--sabotage=skip-the-fsync", "--fault=power-cut", "--seconds=3");

    assertFound(exit, "! ");
  }

  /** The control of the test before: the same writer, which syncs. */
  @Tag("long")
  @Test
  void everyCheckHolds_honestWriteBehind() {
    int exit = torture("--sabotage=honest-write-behind", "--fault=power-cut", "--seconds=3");

    assertThat(exit).as(out.toString()).isZero();
  }

  @Test
  void saysWhatItTakes_wrongArguments() {
    assertThat(torture("--profile=endless")).isEqualTo(2);
    assertThat(torture("--fault=rain")).isEqualTo(2);
    assertThat(torture("--min-copies=3")).isEqualTo(2);
    assertThat(torture("--profile=partition", "--fault=kill-master")).isEqualTo(2);

    assertThat(err.toString())
        .contains(
            "quick, standard or partition, got endless",
            "there is no 'rain'",
            "--min-copies: 1 to 2");
  }

  private void assertFound(int exit, String problem) {
    assertThat(exit).as(out.toString()).isEqualTo(1);
    assertThat(out.toString()).contains(problem, "Data and logs are kept in");
  }

  private int torture(String... words) {
    List<String> command = new ArrayList<>(List.of("torture", "--seed=1", "--data=" + DATA));
    command.addAll(List.of(words));
    return SystemMain.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(command.toArray(String[]::new));
  }
}
