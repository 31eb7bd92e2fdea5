package io.jmessage.system.torture;

import io.jmessage.system.Ending;
import io.jmessage.system.LocalCluster;
import io.jmessage.system.SmallDisk;
import io.jmessage.system.SystemFailure;
import io.jmessage.system.Trees;
import io.jmessage.system.link.Links;
import io.jmessage.system.link.NamespaceLinks;
import io.jmessage.system.link.ProxyLinks;
import io.jmessage.system.torture.fault.FaultKind;
import io.jmessage.system.torture.sabotage.Sabotage;
import io.jmessage.system.torture.sabotage.SabotagedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Breaks servers while users write, and checks what the users were told. */
@Command(
    name = "torture",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Starts servers on this machine and lets users write to each other at real clients, while"
          + " servers are killed, stopped, cut off and damaged, by the seed. Then everything is"
          + " made whole, and all that the users were told is held against every server."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every check holds",
      "1:one does not, or the servers did not come back, or could not be started",
      "2:wrong arguments"
    })
public final class TortureCommand implements Callable<Integer> {
  private static final String DISK_SIZE = "700m";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "quick",
      description =
          "quick (about a minute), standard (ten minutes), or partition (the network is cut in two"
              + " again and again, for a minute); default ${DEFAULT-VALUE}.")
  private String profile = "quick";

  @Option(
      names = "--hours",
      paramLabel = "H",
      description = "As standard, in rounds of ten minutes, for so long; 0.1 to 1000.")
  private @Nullable Double hours;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long faults are made, instead of the profile's time; 1 to 86400.")
  private @Nullable Integer seconds;

  @Option(
      names = "--servers",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many servers, 2 to 9 (default ${DEFAULT-VALUE}).")
  private int servers;

  @Option(
      names = "--clients",
      paramLabel = "C",
      defaultValue = "6",
      description = "How many users stay, 2 to 200 (default ${DEFAULT-VALUE}). Others come and go.")
  private int clients;

  @Option(
      names = "--pause-millis",
      paramLabel = "MS",
      defaultValue = "30",
      description = "Of each user between two things, 1 to 10000 (default ${DEFAULT-VALUE}).")
  private int pauseMillis;

  @Option(
      names = "--min-copies",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of the servers; less than there are servers (default ${DEFAULT-VALUE}).")
  private int minCopies;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the order of faults and of what users do (default: another one each time).")
  private @Nullable Long seed;

  @Option(
      names = "--fault",
      paramLabel = "KIND",
      split = ",",
      description = "Only these faults, such as kill-master,power-cut (default: all).")
  private List<String> faults = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where data and logs go, in a directory of its own (default: a temporary one).")
  private @Nullable Path data;

  @Option(names = "--keep", description = "Keep data and logs also if every check holds.")
  private boolean keep;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the result there, as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the result there, as build servers read it.")
  private @Nullable Path junit;

  @Option(
      names = "--netns",
      description =
          "Faults of links by network namespaces and a packet filter, instead of proxies; needs"
              + " Linux, root, ip and nft.")
  private boolean netns;

  @Option(
      names = "--sabotage",
      paramLabel = "KIND",
      description =
          "Servers that break a promise on purpose, to see that it is noticed:"
              + " acknowledge-before-replicating, forget-the-duplicate-check,"
              + " drop-every-100th-entry-on-one-slave, skip-the-fsync; and honest-write-behind,"
              + " which breaks none. Needs the sources.")
  private @Nullable String sabotage;

  @Override
  public Integer call() throws IOException {
    check("--servers", servers, 2, 9);
    check("--clients", clients, 2, 200);
    check("--pause-millis", pauseMillis, 1, 10_000);
    check("--min-copies", minCopies, 1, servers - 1);
    Optional<Sabotage> sabotaged = Optional.ofNullable(sabotage).map(this::parseSabotage);
    long number = seed == null ? ThreadLocalRandom.current().nextInt(1, 1_000_000) : seed;
    Torture.Plan plan =
        new Torture.Plan(profile(), number, clients, Duration.ofMillis(pauseMillis), minCopies);
    Path directory = directory(number);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Torture of %d servers by %d users, profile %s, seed %d; data and logs are in %s%n",
        servers, clients, plan.profile().name(), number, directory);
    out.flush();
    Result result = run(plan, directory, sabotaged, out);
    Report.print(result, out);
    write(json, JsonReport.of(result));
    write(junit, JunitReport.of(result));
    if (result.isGood() && !keep) {
      Trees.delete(directory);
    } else {
      out.println("Data and logs are kept in " + directory);
    }
    out.printf("To run it again: %s%n", again(number));
    out.flush();
    return result.isGood() ? 0 : 1;
  }

  private Result run(
      Torture.Plan plan, Path directory, Optional<Sabotage> sabotaged, PrintWriter out) {
    Optional<Path> classes =
        sabotaged.map(kind -> SabotagedServer.make(kind, directory.resolve("sabotage")));
    List<String> options = List.of("--log-keep=64MiB", "--min-copies=" + minCopies);
    Optional<Links> links = links(plan, out);
    Ending.first(() -> links.ifPresent(Links::close));
    try {
      return run(plan, directory, options, classes, sabotaged, links, out);
    } finally {
      Ending.first(() -> {});
      links.ifPresent(Links::close);
    }
  }

  private Result run(
      Torture.Plan plan,
      Path directory,
      List<String> options,
      Optional<Path> classes,
      Optional<Sabotage> sabotaged,
      Optional<Links> links,
      PrintWriter out) {
    LocalCluster cluster =
        links
            .map(between -> between.plan(directory, options))
            .orElseGet(() -> LocalCluster.plan(directory, servers, options.toArray(String[]::new)));
    for (int server = 1; server <= servers; server++) {
      int one = server;
      sabotaged
          .filter(kind -> kind.concerns(one, servers))
          .flatMap(kind -> classes)
          .ifPresent(path -> cluster.replaceClasses(one, path));
    }
    Optional<SmallDisk> disk =
        plan.profile().faults().contains(FaultKind.FULL_DISK)
            ? SmallDisk.mount(cluster.line(servers).data(), DISK_SIZE)
            : Optional.empty();
    Ending.first(
        () -> {
          cluster.close();
          links.ifPresent(Links::close);
          disk.ifPresent(SmallDisk::close);
        });
    Map<Integer, SmallDisk> disks = disk.map(one -> Map.of(servers, one)).orElse(Map.of());
    try {
      Result result = torture(plan, cluster, links, disks, out);
      if (!result.isGood()) {
        // What is in memory would be gone.
        disk.ifPresent(
            one ->
                Trees.copy(
                    cluster.line(servers).data(),
                    directory.resolve("server-" + servers + "-kept")));
      }
      return result;
    } finally {
      disk.ifPresent(SmallDisk::close);
    }
  }

  /** Empty if there is no need of them, or they cannot be. */
  private Optional<Links> links(Torture.Plan plan, PrintWriter out) {
    boolean needed = plan.profile().isOfPartitions();
    if (!needed && plan.profile().faults().stream().noneMatch(FaultKind::isOfLink)) {
      return Optional.empty();
    }
    Optional<String> missing = ProxyLinks.missing();
    if (netns) {
      Optional<String> missingHere = NamespaceLinks.missing();
      if (missingHere.isEmpty()) {
        return Optional.of(NamespaceLinks.open(servers));
      }
      out.println("Network namespaces are left out: " + missingHere.get());
    }
    if (needed && missing.isPresent()) {
      throw new SystemFailure("the links between servers cannot be cut: " + missing.get());
    }
    return missing.isEmpty()
        ? Optional.of(ProxyLinks.open(servers, plan.seed()))
        : Optional.empty();
  }

  private static Result torture(
      Torture.Plan plan,
      LocalCluster cluster,
      Optional<Links> links,
      Map<Integer, SmallDisk> disks,
      PrintWriter out) {
    try (cluster) {
      if (plan.profile().isOfPartitions()) {
        return new Partition(plan, cluster, links.orElseThrow(), new Progress(out)).run();
      }
      return new Torture(plan, cluster, links, disks, new Progress(out)).run();
    }
  }

  // ---- Arguments.

  private Profile profile() {
    Profile chosen =
        switch (profile) {
          case "quick" -> Profile.quick();
          case "standard" -> Profile.standard();
          case "partition" -> Profile.partition();
          default -> throw wrong("--profile: quick, standard or partition, got " + profile);
        };
    if (chosen.isOfPartitions() && (hours != null || !faults.isEmpty())) {
      throw wrong("--profile=partition has neither --hours nor --fault; it has --seconds");
    }
    if (hours != null) {
      if (hours < 0.1 || hours > 1000) {
        throw wrong("--hours: 0.1 to 1000, got " + hours);
      }
      chosen = Profile.hours(hours);
    }
    if (seconds != null) {
      check("--seconds", seconds, 1, 86_400);
      chosen = chosen.lasting(Duration.ofSeconds(seconds));
    }
    return faults.isEmpty()
        ? chosen
        : chosen.with(faults.stream().map(this::parseFault).toArray(FaultKind[]::new));
  }

  private FaultKind parseFault(String name) {
    try {
      return FaultKind.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      List<String> names =
          Stream.of(FaultKind.values())
              .map(kind -> kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .toList();
      throw wrong("--fault: there is no '" + name + "'; there are " + String.join(", ", names));
    }
  }

  private Sabotage parseSabotage(String name) {
    return Sabotage.named(name)
        .orElseThrow(() -> wrong("--sabotage: there is no '" + name + "'; --help lists them"));
  }

  private void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw wrong("%s: %d to %d, got %d".formatted(option, least, most, value));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private String again(long number) {
    List<String> words = new ArrayList<>(List.of("./jmessage", "torture"));
    Iterator<String> given = spec.commandLine().getParseResult().originalArgs().iterator();
    while (given.hasNext()) {
      String word = given.next();
      if (word.equals("--seed")) {
        given.next();
      } else if (!word.startsWith("--seed=") && !word.equals("torture")) {
        words.add(word);
      }
    }
    words.add("--seed=" + number);
    return String.join(" ", words);
  }

  // ---- Files.

  private Path directory(long number) throws IOException {
    if (data == null) {
      return Files.createTempDirectory("jmessage-torture-" + number + "-");
    }
    Files.createDirectories(data);
    return Files.createTempDirectory(data.toAbsolutePath(), "torture-" + number + "-");
  }

  private static void write(@Nullable Path file, String text) throws IOException {
    if (file != null) {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Files.writeString(file, text);
    }
  }
}
