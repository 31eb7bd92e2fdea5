package io.jmessage.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operator's command line, run as a process of its own for every command. */
final class Admin {
  private static final Duration END = Duration.ofSeconds(60);
  private static final String MAIN = "io.jmessage.server.admin.AdminMain";

  /** What one command said, and how it ended. */
  record Said(int exit, String out) {
    /** The value of the first field of that name in an answer for programs. */
    String field(String name) {
      Matcher value = Pattern.compile("\"" + name + "\":(\"[^\"]*\"|[^,}\\]]*)").matcher(out);
      assertThat(value.find()).as(name + " in " + out).isTrue();
      return value.group(1).replace("\"", "");
    }
  }

  private final LocalCluster cluster;
  private final Path directory;
  private int runs;

  Admin(LocalCluster cluster, Path directory) {
    this.cluster = cluster;
    this.directory = directory;
  }

  /** Asks that server, as {@code ./jmessage admin} does. */
  Said at(int server, String... words) {
    return typing(server, "", words);
  }

  /** The same, with somebody who types that line. */
  Said typing(int server, String typed, String... words) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(Jars.server().toAbsolutePath().toString());
    command.add(MAIN);
    command.addAll(List.of(words));
    command.add("--at=" + cluster.line(server).adminAddress());
    try {
      Path out = directory.resolve("admin-" + ++runs + ".out");
      Path in = Files.writeString(directory.resolve("admin-" + runs + ".in"), typed);
      Process process =
          Children.start(
              new ProcessBuilder(command)
                  .redirectInput(in.toFile())
                  .redirectErrorStream(true)
                  .redirectOutput(out.toFile()));
      if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new SystemFailure(String.join(" ", words) + " did not end");
      }
      return new Said(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SystemFailure("interrupted", e);
    }
  }

  Said status(int server) {
    return at(server, "status", "--json");
  }

  void awaitRole(int server, String role) {
    await("server " + server + " to be " + role)
        .atMost(Scene.IN_SYNC)
        .pollDelay(Duration.ZERO)
        .until(
            () -> {
              Said said = status(server);
              return said.exit() == 0 && said.field("role").equals(role);
            });
  }
}
