package io.jmessage.bench;

import io.jmessage.bench.command.AllCommand;
import io.jmessage.bench.command.EchoCommand;
import io.jmessage.bench.command.JoinCommand;
import io.jmessage.bench.command.LogCommand;
import io.jmessage.bench.command.LoginCommand;
import io.jmessage.bench.command.MicroCommand;
import io.jmessage.bench.command.PageCommand;
import io.jmessage.bench.command.PromotionCommand;
import io.jmessage.bench.command.PushCommand;
import io.jmessage.bench.command.SendCommand;
import io.jmessage.system.SystemFailure;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Parses the arguments, measures what they say, exits with its code. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    versionProvider = BenchMain.Version.class,
    description = {
      "Measures Jmessage on this machine, with servers as the start script runs them, beside what"
          + " one would take instead, in interleaved rounds: A B C A B C. Ratios of neighbours"
          + " tell; absolute figures are those of this machine.",
      "Each measure runs alone; see its own --help."
    },
    synopsisSubcommandLabel = "MEASURE",
    subcommands = {
      SendCommand.class,
      PromotionCommand.class,
      PushCommand.class,
      PageCommand.class,
      JoinCommand.class,
      LoginCommand.class,
      LogCommand.class,
      MicroCommand.class,
      AllCommand.class,
      EchoCommand.class
    })
public final class BenchMain implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private BenchMain() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  public static CommandLine commandLine() {
    return new CommandLine(new BenchMain())
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(BenchMain::explain);
  }

  @Override
  public void run() {
    String measures =
        String.join(
            ", ",
            spec.commandLine().getSubcommands().entrySet().stream()
                .filter(each -> !each.getValue().getCommandSpec().usageMessage().hidden())
                .map(each -> each.getKey())
                .toList());
    throw new ParameterException(spec.commandLine(), "say what to measure: " + measures);
  }

  /** What the user can act on is one line; anything else is a bug, and keeps its stack trace. */
  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof SystemFailure || failure instanceof UncheckedIOException) {
      command.getOut().flush();
      command.getErr().println("jmessage bench: " + failure.getMessage());
      return 1;
    }
    throw failure;
  }

  /** What the jar says it is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = BenchMain.class.getPackage().getImplementationVersion();
      return new String[] {"Jmessage " + (version == null ? "(not built)" : version)};
    }
  }
}
