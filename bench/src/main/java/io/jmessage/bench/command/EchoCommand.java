package io.jmessage.bench.command;

import io.jmessage.bench.contender.Echo;
import io.jmessage.bench.contender.EchoServer;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The reference that does nothing but answer, as a process of its own. */
@Command(name = Echo.COMMAND, hidden = true, mixinStandardHelpOptions = true)
public final class EchoCommand implements Callable<Integer> {
  @Option(names = "--port", required = true, description = "Of loopback.")
  private int port;

  @Override
  public Integer call() throws IOException, InterruptedException {
    EchoServer.serve(port);
    return 0;
  }
}
