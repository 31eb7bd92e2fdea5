package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.CommandLine;

/** The command that measures fail-overs; it fails if a line fails, is lost, doubled or moved. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no SIGSTOP there")
class FailOverIT {

  @Tag("long")
  @Test
  void noLineFailsOrIsLost_masterKilledPausedAndStopped() {
    StringWriter out = new StringWriter();
    CommandLine command = SystemMain.commandLine().setOut(new PrintWriter(out));

    assertThat(command.execute("failover", "--rounds=1")).as(out.toString()).isZero();

    assertThat(out.toString()).contains("kill -9", "SIGSTOP", "planned stop", "worst");
  }

  @Test
  void saysWhatItTakes_wrongNumberOfServers() {
    StringWriter err = new StringWriter();
    CommandLine command = SystemMain.commandLine().setErr(new PrintWriter(err));

    assertThat(command.execute("failover", "--servers=1")).isEqualTo(2);

    assertThat(err.toString()).contains("--servers: 2 to 9, got 1");
  }
}
