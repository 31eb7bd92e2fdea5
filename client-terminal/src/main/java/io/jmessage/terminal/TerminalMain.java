package io.jmessage.terminal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.logging.LogManager;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.spi.SystemStream;
import org.jline.terminal.spi.TerminalProvider;
import picocli.CommandLine;

/** Starts the terminal client. */
public final class TerminalMain {

  private TerminalMain() {}

  /** Runs until the user or the input ends it, then ends the process. */
  public static void main(String[] args) {
    LogManager.getLogManager().reset(); // gRPC's own warnings would tear the user's line
    Map<String, String> environment = System.getenv();
    Streams streams = new Streams(System.in, utf8(FileDescriptor.out), utf8(FileDescriptor.err));
    Surroundings surroundings =
        isTerminal()
            ? Surroundings.terminal(environment, streams)
            : Surroundings.pipe(streams.in(), streams.out(), streams.err());
    System.exit(run(args, surroundings));
  }

  static int run(String[] args, Surroundings surroundings) {
    return new TerminalLine(new TerminalCommand(surroundings))
        .setExecutionExceptionHandler(TerminalMain::onFailure)
        .execute(args);
  }

  static int onFailure(Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
    RuntimeException known =
        failure instanceof RuntimeException runtime
            ? runtime
            : new CommandFailedException("the terminal cannot be used: " + failure.getMessage());
    commandLine.getErr().println(CliExceptionHandler.explain(known));
    return ExitCode.FAILED;
  }

  /** A person sees the output and types the input. */
  private static boolean isTerminal() {
    return TerminalBuilder.builder().getProviders(null, new IllegalStateException()).stream()
        .findFirst()
        .map(provider -> isTerminal(provider))
        .orElse(false);
  }

  private static boolean isTerminal(TerminalProvider provider) {
    return provider.isSystemStream(SystemStream.Input)
        && provider.isSystemStream(SystemStream.Output);
  }

  // Whatever the locale says: programs at the other end of a pipe expect what the input is read as.
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
