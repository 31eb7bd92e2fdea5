package io.jmessage.bench.command;

import io.jmessage.system.SystemFailure;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Parts of the server alone, by JMH. */
@Command(
    name = "micro",
    mixinStandardHelpOptions = true,
    description = {
      "Parts of the server alone, measured by JMH in processes of their own: the append to the log,"
          + " a batch applied to the database, a step of the protocol. Time per batch; compare"
          + " only what one run gives."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:could not be measured", "2:wrong arguments"})
public final class MicroCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "PATTERN",
      defaultValue = ".*",
      description = {
        "A regular expression for the benchmarks to run, such as LogAppend, StateApply or CoreStep"
            + " (default: all)."
      })
  private Pattern pattern = Pattern.compile("");

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "2",
      description = "Processes for each, 1 to 100 (default ${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Measured in each process, behind as many to warm up (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "How long a round takes, 1 to 3600 (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes JMH's own JSON there, too.")
  private @Nullable Path json;

  @Override
  public Integer call() {
    between("--forks", forks, 1, 100);
    between("--rounds", rounds, 1, 1000);
    between("--seconds", seconds, 1, 3600);
    try {
      boolean any = !new Runner(options().build()).run().isEmpty();
      return any ? 0 : 1;
    } catch (RunnerException e) {
      throw new SystemFailure("JMH: " + e.getMessage(), e);
    }
  }

  private void between(String option, int value, int least, int most) {
    CommonOptions.between(spec.commandLine(), option, value, least, most);
  }

  private ChainedOptionsBuilder options() {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(pattern.pattern())
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MICROSECONDS)
            .forks(forks)
            .shouldFailOnError(true)
            .warmupIterations(rounds)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(rounds)
            .measurementTime(TimeValue.seconds(seconds));
    if (json != null) {
      options.resultFormat(ResultFormatType.JSON).result(json.toString());
    }
    return options;
  }
}
