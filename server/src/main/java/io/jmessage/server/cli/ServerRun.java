package io.jmessage.server.cli;

import io.jmessage.server.ChatServer;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server from start to stop: says on the standard output when it is ready, and stops it when
 * the process gets a signal.
 */
public final class ServerRun {

  /**
   * A supervisor kills after some time, too; what a clean stop saves the next start is not worth
   * more.
   */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

  private ServerRun() {}

  /** Returns the exit code once the server has stopped. */
  public static int run(ServerConfig config) {
    return run(config, System.out, System.err);
  }

  static int run(ServerConfig config, PrintStream out, PrintStream err) {
    try (ChatServer server = ChatServer.start(config)) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> stop(server, err), "jmessage-server-stop"));
      out.println(readyLine(config, server));
      out.flush();
      server.awaitStopped();
      return ExitCode.FINE;
    } catch (IOException e) {
      err.println("jmessage-server: " + FailureText.of(e));
      return ExitCode.FAILED;
    } catch (RuntimeException e) {
      err.println("jmessage-server: internal error: " + FailureText.of(e));
      logger().error("internal error", e);
      return ExitCode.FAILED;
    }
  }

  /** What scripts and tests wait for; a port 0 is the real one here. */
  private static String readyLine(ServerConfig config, ChatServer server) {
    return "READY server=%s client=%s internal=%s pid=%d"
        .formatted(
            config.id(),
            server.clientAddress(),
            server.internalAddress(),
            ProcessHandle.current().pid());
  }

  private static void stop(ChatServer server, PrintStream err) {
    Thread closing = new Thread(server::close, "jmessage-server-close");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(STOP_TIMEOUT.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closing.isAlive()) {
      err.println(
          "jmessage-server: did not stop within %d s; ending it now. No acknowledged data is lost."
              .formatted(STOP_TIMEOUT.toSeconds()));
    }
  }

  /**
   * Not a constant: logging is set up by the command line, after this class may have been loaded.
   */
  private static Logger logger() {
    return LoggerFactory.getLogger(ServerRun.class);
  }
}
