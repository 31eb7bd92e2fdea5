package io.jmessage.server;

import io.jmessage.server.cli.ServerCommand;
import io.jmessage.server.cli.ServerRun;

/** Starts one server; the exit code says how it ended. */
public final class ServerMain {

  private ServerMain() {}

  /** Runs until the server has stopped. */
  public static void main(String[] args) {
    System.exit(ServerCommand.execute(args, System.getenv(), ServerRun::run));
  }
}
