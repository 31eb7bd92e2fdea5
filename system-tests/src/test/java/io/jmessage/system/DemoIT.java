package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.system.history.User;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demo without windows, as a newcomer runs it; its claims are checked again. */
class DemoIT {
  private static final Duration RUN = Duration.ofMinutes(2);

  @RegisterExtension final Scene scene = new Scene();

  @Test
  void headlessDemoSucceeds_andWhatItClaimsIsOnTheLastServer() throws Exception {
    Path data = scene.directory().resolve("demo");

    assertThat(run("demo", "--headless", "--fresh", "--lines=60", "--data=" + data)).isZero();

    String said = output();
    assertThat(said).contains("120 of 120 lines").contains("kill -9").contains("Good:");
    assertThat(said).contains("What server 3, the last one, has");
    LocalCluster again = scene.ending(LocalCluster.at(data, ports(data)));
    again.start(3); // alone: it was the last one in sync, so it has everything and waits for nobody
    try (User reader = User.logIn("ada", List.of(again.line(3).clientAddress()))) {
      List<ChatMessage> history = reader.history("grace");
      assertThat(history).hasSize(120);
      assertThat(history)
          .extracting(message -> message.text().substring(0, message.text().indexOf('\t')))
          .containsExactlyElementsOf(numbers(120));
    }
  }

  @Tag("long")
  @Test
  void bookComesBack_throughThreeServersOfWhichTwoAreKilled() throws Exception {
    Path data = scene.directory().resolve("book");

    assertThat(run("book", "--lines=900", "--seed=7", "--data=" + data)).isZero();

    assertThat(output()).contains("The text read back is the text that was sent.");
  }

  @Test
  void saysWhatIsWrong_whenThePlaceHoldsSomethingElse() throws Exception {
    Files.writeString(scene.directory().resolve("precious.txt"), "mine");

    assertThat(run("demo", "--headless", "--fresh", "--data=" + scene.directory())).isEqualTo(1);

    assertThat(output()).contains("holds something else").doesNotContain("\tat ");
    assertThat(scene.directory().resolve("precious.txt")).exists();
  }

  @Test
  void saysWhichAddressIsTaken_whenAnEarlierDemosPortIsUsed() throws Exception {
    Path data = Files.createDirectories(scene.directory().resolve("demo"));
    Files.createFile(data.resolve("demo.lock"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String ports = taken.getLocalPort() + " 20001 20002 20003 20004 20005";
      Files.writeString(data.resolve("cluster.properties"), "ports=" + ports);

      assertThat(run("demo", "--headless", "--data=" + data)).isEqualTo(1);

      assertThat(output())
          .contains("another program uses 127.0.0.1:" + taken.getLocalPort())
          .doesNotContain("\tat ");
    }
  }

  private int run(String... arguments) throws InterruptedException {
    JavaProgram demo =
        new JavaProgram(Jars.system(), List.of("-Xmx256m", "-XX:+UseSerialGC"), List.of(arguments));
    Process process = demo.start(log());
    scene.ending(process::destroyForcibly);
    assertThat(process.waitFor(RUN.toSeconds(), TimeUnit.SECONDS)).as("ends in time").isTrue();
    return process.exitValue();
  }

  private String output() throws IOException {
    return Files.readString(log());
  }

  private Path log() {
    return scene.directory().resolveSibling(scene.directory().getFileName() + ".log");
  }

  private static List<Integer> ports(Path data) throws IOException {
    Properties memory = new Properties();
    try (var in = Files.newBufferedReader(data.resolve("cluster.properties"))) {
      memory.load(in);
    }
    return Arrays.stream(memory.getProperty("ports").split(" ")).map(Integer::valueOf).toList();
  }

  private static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList();
  }
}
