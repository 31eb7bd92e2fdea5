package io.jmessage.simulator;

import picocli.CommandLine;

/** Tries to break the replication core; the exit code says whether that was possible. */
public final class SimulatorMain {

  private SimulatorMain() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new SimulateCommand()).setExpandAtFiles(false);
  }
}
