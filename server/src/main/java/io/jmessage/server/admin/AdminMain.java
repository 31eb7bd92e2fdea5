package io.jmessage.server.admin;

/** {@code ./jmessage admin}: one question or order to a server; the exit code says how it went. */
public final class AdminMain {

  private AdminMain() {}

  public static void main(String[] args) {
    System.exit(AdminCommand.commandLine().execute(args));
  }
}
