package io.jmessage.simulator;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the simulator. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    versionProvider = SimulateCommand.Version.class,
    sortOptions = false,
    description =
        "Runs the replication core against schedules of faults, in virtual time, and checks the"
            + " invariants of docs/protocol.md after every step.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {" 0:everything held", " 1:an invariant broke", " 2:wrong arguments"})
final class SimulateCommand implements Callable<Integer> {

  private static final int BROKEN = 1;
  private static final int SHORTENING_RUNS_MAX = 2000;
  private static final long SHORTENING_MILLIS_MAX = 60_000;
  private static final int SEEDS = 1000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How many seeds to run; 1000 if not given, or one if --seed is given.")
  private @Nullable Long seeds;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The first seed; a fresh one if not given. The same seed gives the same run.")
  private @Nullable Long seed;

  @Option(
      names = "--profile",
      paramLabel = "P",
      description =
          "What may go wrong: fail-stop, crashes, wipes, min-copies, partition or merging. If not"
              + " given, each seed has its own.")
  private @Nullable String profile;

  @Option(
      names = "--threads",
      paramLabel = "T",
      description = "How many seeds at a time; as many as there are processors if not given.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--trace", description = "Print every event and effect of the run. For one seed.")
  private boolean trace;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      description = "Only these faults of the seed's schedule, as NUMBER@MICROSECONDS,...")
  private @Nullable String faults;

  @Option(
      names = "--noise",
      paramLabel = "S",
      description = "Another seed for all that is not a fault. For one seed.")
  private @Nullable Long noise;

  @Option(
      names = "--micros",
      paramLabel = "N",
      description = "Heal everything after so many microseconds. For one seed.")
  private @Nullable Long micros;

  @Override
  public Integer call() throws InterruptedException {
    long first = seed == null ? ThreadLocalRandom.current().nextLong(1_000_000_000L) : seed;
    long count = seeds == null ? (seed == null ? SEEDS : 1) : seeds;
    check(first, count);
    boolean single = trace || faults != null || noise != null || micros != null;
    return single ? replay(first) : runAll(first, count);
  }

  private void check(long first, long count) {
    if (first < 0) {
      throw wrong("--seed: expected 0 or more, got " + first);
    }
    if (count < 1) {
      throw wrong("--seeds: expected 1 or more, got " + count);
    }
    if (threads < 1) {
      throw wrong("--threads: expected 1 or more, got " + threads);
    }
    if (profile != null && Profile.named(profile, 0).isEmpty()) {
      throw wrong(
          "--profile: expected one of "
              + String.join(", ", Profile.names())
              + ", got '"
              + profile
              + "'");
    }
    boolean single = trace || faults != null || noise != null || micros != null;
    if (single && (seed == null || count != 1)) {
      throw wrong("--trace, --faults, --noise and --micros are for one seed: add --seed=S");
    }
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }

  private Profile profileOf(long ofSeed) {
    return profile == null ? Profile.of(ofSeed) : Profile.named(profile, ofSeed).orElseThrow();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  // ---- Many seeds.

  private int runAll(long first, long count) throws InterruptedException {
    out().printf("seeds %d to %d, %d at a time%n", first, first + count - 1, threads);
    out().flush();
    Campaign campaign = new Campaign(this::profileOf, first, count);
    ProgressLine line = new ProgressLine(spec.commandLine().getErr());
    long begun = System.nanoTime();
    Optional<Campaign.Failed> failed = campaign.run(threads, 1000, line::report);
    line.end();
    out().println(campaign.statistics().summary((System.nanoTime() - begun) / 1e9));
    failed.ifPresentOrElse(this::explain, () -> out().println("everything held"));
    out().flush();
    return failed.isPresent() ? BROKEN : 0;
  }

  private void explain(Campaign.Failed failed) {
    Profile broken = profileOf(failed.seed());
    String what = failed.failure().broken();
    out().println();
    out().printf("BROKEN by seed %d: %s%n", failed.seed(), failed.failure().headline());
    out().printf("replay: %s%n", replay(failed.seed(), broken));
    out().println("looking for a shorter schedule...");
    out().flush();
    Schedule shortest =
        Shortener.shorten(
            broken,
            Schedule.of(failed.seed(), broken),
            what,
            SHORTENING_RUNS_MAX,
            SHORTENING_MILLIS_MAX);
    SeedRun again = SeedRun.of(broken, shortest, false);
    again
        .failure()
        .ifPresent(
            f -> {
              out().println(f.details());
              out().println();
              out().printf("%s%n", f.headline());
            });
    out().printf("the shortest schedule found has %d faults:%n", shortest.faults().size());
    shortest.faults().forEach(out()::println);
    out()
        .printf(
            "replay: %s --noise=%d --micros=%d --faults=%s%n",
            replay(failed.seed(), broken),
            shortest.noise(),
            shortest.micros(),
            shortest.selection());
  }

  private static String replay(long ofSeed, Profile of) {
    return String.format(
        Locale.ROOT, "./jmessage simulate --seed=%d --profile=%s --trace", ofSeed, of.name());
  }

  // ---- One.

  private int replay(long only) {
    Profile of = profileOf(only);
    Schedule schedule = Schedule.of(only, of);
    try {
      schedule = faults == null ? schedule : schedule.select(faults);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    schedule = noise == null ? schedule : schedule.withNoise(noise);
    schedule = micros == null ? schedule : schedule.withMicros(micros);
    SeedRun run = SeedRun.of(of, schedule, trace);
    if (trace) {
      out().println(run.simulation().trace().text());
      out().println(run.simulation().standing());
    }
    out().println(run.failure().map(f -> "BROKEN: " + f.headline()).orElse("everything held"));
    out().flush();
    return run.failure().isPresent() ? BROKEN : 0;
  }

  /** What the jar says it is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      @Nullable String version = SimulatorMain.class.getPackage().getImplementationVersion();
      return new String[] {"Jmessage simulator " + (version == null ? "(not built)" : version)};
    }
  }
}
