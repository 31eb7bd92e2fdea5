package io.jmessage.system.demo;

import io.jmessage.system.LocalCluster;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Servers and chat windows on this machine, to try what happens when servers die. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts three servers and a chat window on this machine, and says what to try.",
      "Ctrl-C ends all of it; the data stay, and the next demo goes on with them.",
      "Without a display it runs --headless."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:fine; with --headless: every acknowledged line is there once and in order",
      "1:it is not, or something could not be started",
      "2:wrong arguments"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int SERVERS_MAX = 9;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ClusterOptions options = new ClusterOptions();

  @Option(
      names = "--windows",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many chat windows, 1 to 4 (default ${DEFAULT-VALUE}).")
  private int windows;

  @Option(
      names = "--headless",
      description =
          "No window: two users converse through the client library while one master after the"
              + " other is killed; then everything is checked.")
  private boolean headless;

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "200",
      description = "With --headless: lines of each user (default ${DEFAULT-VALUE}).")
  private int lines;

  @Override
  public Integer call() {
    check(options.servers >= 2 && options.servers <= SERVERS_MAX, "--servers must be 2 to 9");
    check(windows >= 1 && windows <= 4, "--windows must be 1 to 4");
    check(lines >= options.servers, "--lines must be at least the number of servers");
    PrintWriter out = spec.commandLine().getOut();
    if (!headless && !Display.isThere()) {
      out.println("There is no display (DISPLAY is not set), so this is the demo without windows.");
      headless = true;
    }
    try (DemoDirectory directory = options.open("demo");
        LocalCluster cluster = directory.cluster(options.servers)) {
      return headless ? runHeadless(directory, cluster, out) : runWindows(directory, cluster, out);
    }
  }

  private int runHeadless(DemoDirectory directory, LocalCluster cluster, PrintWriter out) {
    new StartUp(cluster, out).start(directory);
    Figures figures = new HeadlessRun(cluster, new Dialogue(lines), out).run().figures();
    figures.print(out);
    return figures.good() ? 0 : 1;
  }

  private int runWindows(DemoDirectory directory, LocalCluster cluster, PrintWriter out) {
    new StartUp(cluster, out).start(directory);
    return new WindowDemo(directory, cluster, windows, out).run();
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
