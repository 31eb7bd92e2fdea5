package io.jmessage.gui;

import io.jmessage.gui.support.Theme;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
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
      "Name all servers: the window finds the master among them, goes on by itself when it fails, and waits"
          + " when none answers."
    })
public final class GuiCommand implements Callable<Integer> {
  private static final Pattern ADDRESS =
      Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[^:\\s\\[\\]]+):(\\d{1,5})");
  private static final int PORT_MAX = 65535;

  @Option(
      names = {"-a", "--address"},
      required = true,
      arity = "1..*",
      paramLabel = "ADDRESS",
      description = "Client addresses of the servers, HOST:PORT.")
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
    for (String address : addresses) {
      checkAddress(address);
    }
    launch.run();
    return 0;
  }

  private void checkAddress(String address) {
    var matcher = ADDRESS.matcher(address);
    boolean right = matcher.matches() && Integer.parseInt(matcher.group(2)) <= PORT_MAX;
    if (!right || Integer.parseInt(matcher.group(2)) == 0) {
      throw new ParameterException(
          spec.commandLine(),
          "'" + address + "' is no address: write HOST:PORT, as localhost:2625.");
    }
  }

  List<String> addresses() {
    return addresses;
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
      return new String[] {"Jmessage " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
