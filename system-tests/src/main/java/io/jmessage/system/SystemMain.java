package io.jmessage.system;

import io.jmessage.system.demo.BookCommand;
import io.jmessage.system.demo.DemoCommand;
import io.jmessage.system.failover.FailOverCommand;
import io.jmessage.system.load.LoadCommand;
import io.jmessage.system.torture.TortureCommand;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Programs that run a cluster of their own: parse the arguments, run one, exit with its code. */
@Command(
    name = "jmessage",
    mixinStandardHelpOptions = true,
    versionProvider = SystemMain.Version.class,
    description = "Runs a Jmessage cluster on this machine.",
    subcommands = {
      DemoCommand.class,
      BookCommand.class,
      FailOverCommand.class,
      TortureCommand.class,
      LoadCommand.class
    })
public final class SystemMain implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private SystemMain() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  public static CommandLine commandLine() {
    return new CommandLine(new SystemMain())
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(SystemMain::explain);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to run: demo, book, failover, torture or load");
  }

  /** What the user can act on is one line; anything else is a bug, and keeps its stack trace. */
  private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (failure instanceof SystemFailure || failure instanceof UncheckedIOException) {
      command.getOut().flush();
      command
          .getErr()
          .println("jmessage " + command.getCommandName() + ": " + failure.getMessage());
      return 1;
    }
    throw failure;
  }

  /** What the jar says it is. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = SystemMain.class.getPackage().getImplementationVersion();
      return new String[] {"Jmessage " + (version == null ? "(not built)" : version)};
    }
  }
}
