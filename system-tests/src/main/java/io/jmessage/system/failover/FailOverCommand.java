package io.jmessage.system.failover;

import io.jmessage.client.ChatClient;
import io.jmessage.system.ClusterWatch;
import io.jmessage.system.DeletedDirectory;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.history.Clients;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes the master away again and again while users write, and says how long they waited. */
@Command(
    name = "failover",
    mixinStandardHelpOptions = true,
    description = {
      "Starts servers on this machine, takes the master away in each of three ways, round after"
          + " round, while users write, and prints how long the users waited: the longest time"
          + " without an acknowledgement that any of them saw. At the end every acknowledged line"
          + " must be there, once and in order."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every acknowledged line is there once and in order",
      "1:not so, or something could not be started",
      "2:wrong arguments"
    })
public final class FailOverCommand implements Callable<Integer> {
  private static final Duration IN_SYNC = Duration.ofSeconds(60);
  private static final Duration TAKE_OVER = Duration.ofSeconds(30);

  /** Of each user, before every fault and after it. */
  private static final int LINES_BETWEEN = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many servers, 2 to 9 (default ${DEFAULT-VALUE}).")
  private int servers;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "10",
      description = "How often each fault is made, 1 to 1000 (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many pairs of users write, 1 to 100 (default ${DEFAULT-VALUE}).")
  private int pairs;

  @Override
  public Integer call() throws IOException {
    check("--servers", servers, 2, 9);
    check("--rounds", rounds, 1, 1000);
    check("--pairs", pairs, 1, 100);
    Path directory = Files.createTempDirectory("jmessage-failover");
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Starting %d servers; their data and logs are in %s%n", servers, directory);
    out.flush();
    boolean good;
    try (LocalCluster cluster = LocalCluster.plan(directory, servers).startAll();
        ChatClient observer = Clients.open(cluster.addresses())) {
      good = measure(cluster, new ClusterWatch(observer), out);
    }
    if (good) {
      DeletedDirectory.delete(directory);
    }
    return good ? 0 : 1;
  }

  private boolean measure(LocalCluster cluster, ClusterWatch watch, PrintWriter out) {
    List<Integer> all = IntStream.rangeClosed(1, servers).boxed().toList();
    watch.awaitInSync(all, IN_SYNC);
    Gaps gaps = new Gaps();
    try (Writers writers = new Writers(pairs, cluster.addresses())) {
      for (int round = 1; round <= rounds; round++) {
        for (Fault fault : Fault.values()) {
          writers.awaitMore(LINES_BETWEEN);
          int master = watch.awaitMaster(TAKE_OVER);
          long struck = System.nanoTime();
          fault.strike(cluster, master);
          writers.awaitMore(LINES_BETWEEN);
          Duration gap = writers.longestGapSince(struck);
          gaps.add(fault, gap);
          out.printf(
              "  round %d of %d: %s, server %d: waited %.2f s%n",
              round, rounds, fault.title(), master, Gaps.seconds(gap));
          out.flush();
          fault.undo(cluster, master);
          watch.awaitInSync(all, IN_SYNC);
        }
      }
      gaps.print(out);
      return verify(writers, cluster, out);
    }
  }

  private static boolean verify(Writers writers, LocalCluster cluster, PrintWriter out) {
    List<String> problems = writers.problems(cluster.addresses());
    out.printf("%n%,d lines were acknowledged.%n", writers.acknowledged());
    problems.forEach(problem -> out.println("  ! " + problem));
    out.println(
        problems.isEmpty() ? "Good: nothing was lost, doubled or moved." : "NOT good, see above.");
    out.flush();
    return problems.isEmpty();
  }

  private void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(), "%s: %d to %d, got %d".formatted(option, least, most, value));
    }
  }
}
