package io.jmessage.system.load;

import io.jmessage.client.ChatClient;
import io.jmessage.system.ClusterWatch;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.Trees;
import io.jmessage.system.history.Clients;
import io.jmessage.system.history.User;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Many users at one cluster for some minutes, and what it makes of them. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = {
      "Starts servers on this machine as the start script does, has many users listen and send at a"
          + " steady rate, and prints how long acknowledgements and deliveries took and how much"
          + " memory each server has. In every second window one more user reads next to nothing:"
          + " the table compares the others with and without it. Figures only; what may be called"
          + " good is for the reader."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every line was acknowledged, and no stream but the slow reader's ended",
      "1:not so, or something could not be started",
      "2:wrong arguments"
    })
public final class LoadCommand implements Callable<Integer> {
  private static final Duration IN_SYNC = Duration.ofSeconds(60);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many servers, 1 to 9 (default ${DEFAULT-VALUE}).")
  private int servers;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Users with an open stream, 2 to 20000 (default ${DEFAULT-VALUE}).")
  private int users;

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Users besides, at the client library, who write to each other once a second, 0 to 100"
              + " (default ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "Lines a second, 1 to 100000 (default ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Before anything is measured, 0 to 3600 (default ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "300",
      description = "How long it is measured, 2 to 86400 (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--windows",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Parts of that time, in every second of which there is a slow reader, 2 to 1000"
              + " (default ${DEFAULT-VALUE}).")
  private int windows;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there, too.")
  private @Nullable Path json;

  @Override
  public Integer call() throws IOException {
    check("--servers", servers, 1, 9);
    check("--users", users, 2, 20_000);
    check("--clients", clients, 0, 100);
    check("--rate", rate, 1, 100_000);
    check("--warm-up", warmUp, 0, 3600);
    check("--seconds", seconds, 2, 86_400);
    check("--windows", windows, 2, Math.min(1000, seconds));
    Path directory = Files.createTempDirectory("jmessage-load");
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Starting %d servers; their data and logs are in %s%n", servers, directory);
    out.flush();
    LoadReport report;
    try (LocalCluster cluster =
            LocalCluster.plan(directory, servers)
                .withJvmOptions(Memory.written(LocalCluster.START_SCRIPT_OPTIONS))
                .startAll();
        ChatClient observer = Clients.open(cluster.addresses())) {
      List<Integer> all = IntStream.rangeClosed(1, servers).boxed().toList();
      new ClusterWatch(observer).awaitInSync(all, IN_SYNC);
      report = measure(cluster, out);
    }
    report.print(out);
    if (json != null) {
      Files.writeString(json, report.json());
    }
    if (report.isGood()) {
      Trees.delete(directory);
    }
    return report.isGood() ? 0 : 1;
  }

  private LoadReport measure(LocalCluster cluster, PrintWriter out) {
    // The first server is the master of a new cluster.
    String master = cluster.line(1).clientAddress();
    List<User> library = new ArrayList<>();
    try (Crowd crowd = new Crowd(master, users + 1)) {
      for (int i = 0; i < clients; i++) {
        library.add(User.signUp("client" + i, cluster.addresses()));
      }
      crowd.arrive(
          ready -> {
            out.printf("  %,d of %,d users listen%n", ready, users + 1);
            out.flush();
          });
      LoadRun run = new LoadRun(cluster, crowd, library, rate, out);
      return run.measure(warmUp, seconds, windows);
    } finally {
      library.forEach(User::close);
    }
  }

  private void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(), "%s: %d to %d, got %d".formatted(option, least, most, value));
    }
  }
}
