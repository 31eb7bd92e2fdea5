package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.system.history.User;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A line that a client has accepted arrives, whoever is killed. */
class OutboxIT {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int LINES_MAX = 5_000;

  @RegisterExtension final Scene scene = new Scene();
  private LocalCluster cluster;

  @Test
  void everyAcceptedLineIsThereOnceAndInOrder_whenClientAndServersAreKilled() throws Exception {
    cluster = scene.cluster(3);
    User grace = scene.ending(User.signUp(QueueingClient.RECEIVER, cluster.addresses()));

    Process first = start(1, LINES_MAX);
    awaitAccepted(1, 100);
    kill(first); // the client alone

    Process second = start(2, LINES_MAX);
    awaitAccepted(2, 50);
    cluster.process(1).kill(); // the master alone
    awaitAccepted(2, accepted(2) + 100);
    assertThat(scene.watch(cluster).awaitMasterOtherThan(1, Scene.TAKE_OVER)).isEqualTo(2);
    awaitAccepted(2, accepted(2) + 50);
    second.destroyForcibly(); // both
    cluster.process(2).kill();
    kill(second);

    Process third = start(3, 20);
    assertThat(third.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();

    assertThat(output(3).lines()).contains(QueueingClient.DONE);
    assertNothingIsMissing(
        grace.history(QueueingClient.SENDER).stream().map(ChatMessage::text).toList());
  }

  /** A run's lines are those that it has accepted, and perhaps one that it could not say so of. */
  private void assertNothingIsMissing(List<String> texts) {
    List<String> expected = new ArrayList<>();
    for (int run = 1; run <= 3; run++) {
      int count = accepted(run);
      for (int line = 1; line <= count; line++) {
        expected.add(QueueingClient.text(Integer.toString(run), line));
      }
      String next = QueueingClient.text(Integer.toString(run), count + 1);
      if (texts.contains(next)) {
        expected.add(next);
      }
    }
    assertThat(texts).containsExactlyElementsOf(expected);
  }

  private Process start(int run, int lines) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ServerProcess.JVM_OPTIONS);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(QueueingClient.class.getName());
    command.add(scene.directory().resolve("client").toString());
    command.add(Integer.toString(run));
    command.add(Integer.toString(lines));
    command.addAll(cluster.addresses());
    Process process =
        Children.start(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log(run).toFile()));
    scene.ending(() -> kill(process));
    return process;
  }

  private static void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  private void awaitAccepted(int run, int count) {
    Wait.until(
        LIMIT,
        () -> "run " + run + " accepts no line; see " + log(run),
        () -> accepted(run) >= count);
  }

  private int accepted(int run) {
    return (int) output(run).lines().filter(l -> l.startsWith(QueueingClient.ACCEPTED)).count();
  }

  private String output(int run) {
    try {
      return Files.exists(log(run)) ? Files.readString(log(run)) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log(int run) {
    return scene.directory().resolve("client-" + run + ".log");
  }
}
