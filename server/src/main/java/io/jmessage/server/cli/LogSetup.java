package io.jmessage.server.cli;

import java.util.Locale;

/** Tells logback.xml what the command line said; must run before the first logger is made. */
final class LogSetup {

  private LogSetup() {}

  static void apply(String serverId, LogLevel level, LogFormat format) {
    System.setProperty("jmessage.server.id", serverId);
    System.setProperty("jmessage.log.level", level.name());
    System.setProperty("jmessage.log.format", format.name().toLowerCase(Locale.ROOT));
  }
}
