package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What cannot work is said in one line, and the exit code tells who can mend it. */
class StartErrorsIT {
  private static final Duration END = Duration.ofSeconds(30);

  @RegisterExtension final Scene scene = new Scene();

  @Test
  void endsWith1_whenAPortIsTaken() {
    LocalCluster cluster = scene.plan(2);
    cluster.start(1);
    ServerLine first = cluster.line(1);
    ServerLine clash =
        new ServerLine(
            "9",
            first.clientAddress(),
            cluster.line(2).internalAddress(),
            Optional.empty(),
            scene.directory().resolve("server-9"),
            List.of());

    ServerProcess second = start(clash);

    assertThat(second.awaitEnd(END)).isEqualTo(1);
    assertSaysInOneLine(second, first.clientAddress().substring("127.0.0.1:".length()));
  }

  @Test
  void endsWith1_whenAnotherProcessHoldsTheDataDirectory() {
    LocalCluster cluster = scene.plan(2);
    cluster.start(1);
    ServerLine clash =
        new ServerLine(
            "1",
            cluster.line(2).clientAddress(),
            cluster.line(2).internalAddress(),
            Optional.empty(),
            cluster.line(1).data(),
            List.of());

    ServerProcess second = start(clash);

    assertThat(second.awaitEnd(END)).isEqualTo(1);
    assertSaysInOneLine(second, cluster.line(1).data().toString());
  }

  @Test
  void endsWith2_whenASlaveHasNoMasterAddress() {
    ServerProcess slave =
        ServerProcess.start(
            List.of("2", "slave", "127.0.0.1:20001", "127.0.0.1:20002"),
            scene.directory().resolve("slave.log"));
    scene.ending(slave);

    assertThat(slave.awaitEnd(END)).isEqualTo(2);
    assertThat(slave.output()).contains("--master-address");
  }

  @Test
  void endsWith0_whenAskedForHelpOrVersion() {
    for (String option : List.of("--help", "--version")) {
      ServerProcess server =
          ServerProcess.start(List.of(option), scene.directory().resolve("server" + option));
      scene.ending(server);

      assertThat(server.awaitEnd(END)).as(option).isZero();
      assertThat(server.output()).contains(option.equals("--help") ? "Usage" : "0.1.0");
    }
  }

  private ServerProcess start(ServerLine line) {
    return scene.ending(ServerProcess.start(line, scene.directory().resolve("second.log")));
  }

  private static void assertSaysInOneLine(ServerProcess server, String what) {
    List<String> errors =
        server.output().lines().filter(text -> text.contains(what)).distinct().toList();
    assertThat(errors).as(server.output()).isNotEmpty();
    assertThat(server.output()).doesNotContain("\tat ").doesNotContain("READY");
  }
}
