package io.jmessage.gui;

import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.gui.support.DataPlace;
import io.jmessage.gui.support.Theme;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the window. */
@Command(
    name = "jmessage-gui",
    description = "The chat window of Jmessage.",
    mixinStandardHelpOptions = true,
    versionProvider = GuiCommand.Version.class,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:fine", "1:failed at run time", "2:bad arguments"},
    footer = {
      "",
      "Example: jmessage-gui -a localhost:2625 localhost:2626 localhost:2627",
      "",
      "The window finds the master among the servers, goes on by itself when it fails, and waits while",
      "none answers."
    })
public final class GuiCommand implements Callable<Integer> {
  @Option(
      names = {"-a", "--address"},
      arity = "1..*",
      paramLabel = "ADDRESS",
      description =
          "Client addresses of servers, HOST:PORT, one or more; the others are learnt from the master"
              + " (default: those used last; the first time the window asks).")
  private List<String> addresses = List.of();

  @Option(
      names = "--title",
      paramLabel = "TEXT",
      defaultValue = "Jmessage",
      description = "What the window's frame says (default: ${DEFAULT-VALUE}).")
  private String title = "Jmessage";

  @Option(
      names = "--theme",
      paramLabel = "THEME",
      defaultValue = "system",
      description = "light, dark or system, as the desktop is set (default: ${DEFAULT-VALUE}).")
  private Theme theme = Theme.SYSTEM;

  @Option(
      names = "--data-directory",
      paramLabel = "DIR",
      description =
          "Keep the session, waiting messages, drafts and a copy of what was read in DIR (default:"
              + " ~/.local/share/jmessage, or XDG_DATA_HOME).")
  private @Nullable Path dataDirectory;

  @Option(names = "--demo-kill-file", paramLabel = "FILE", hidden = true)
  private @Nullable Path demoKillFile;

  @Spec private CommandSpec spec;

  private final Runnable launch;

  /**
   * @param launch run when the arguments are right; returns when the window is closed
   */
  GuiCommand(Runnable launch) {
    this.launch = launch;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    // A wrong address is told now, and not when the window is already there.
    var unused = servers();
    launch.run();
    return 0;
  }

  /**
   * The addresses, read; none: there are none on the command line; a wrong one is told with what to
   * write instead.
   */
  List<ServerAddress> servers() {
    try {
      return addresses.stream().map(ServerAddress::parse).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  Path dataDirectory() {
    return dataDirectory == null ? DataPlace.standard(System.getenv()) : dataDirectory;
  }

  /** A demo kills its master when this file appears. */
  Optional<Path> demoKillFile() {
    return Optional.ofNullable(demoKillFile);
  }

  String title() {
    return title;
  }

  Theme theme() {
    return theme;
  }

  /** What the jar's manifest says. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = GuiCommand.class.getPackage().getImplementationVersion();
      return new String[] {"Jmessage " + (version == null ? "(not packaged)" : version)};
    }
  }
}
