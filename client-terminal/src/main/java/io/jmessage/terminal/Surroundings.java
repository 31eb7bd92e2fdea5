package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** Where the program runs, a terminal or a pipe, and the shell that goes with it. */
interface Surroundings {
  /**
   * Runs the shell to its end.
   *
   * @param atStart what to do first, such as a log-in; if it fails in a pipe, nothing else is done
   * @return the exit code
   */
  int run(ChatClient client, Consumer<Shell> atStart) throws IOException;

  /** A person at a keyboard. */
  static Surroundings terminal(Map<String, String> environment) {
    return (client, atStart) -> {
      try (Terminal terminal = newTerminal()) {
        return onTerminal(terminal, client, atStart, environment);
      }
    };
  }

  private static Terminal newTerminal() throws IOException {
    return TerminalBuilder.builder()
        .system(true)
        .graphemeCluster(false) // asking the terminal for it eats what was typed ahead
        .build();
  }

  static int onTerminal(
      Terminal terminal,
      ChatClient client,
      Consumer<Shell> atStart,
      Map<String, String> environment) {
    InteractiveTerminal interactive =
        new InteractiveTerminal(terminal, client, CommandHistory.file(environment), environment);
    listen(client, interactive.shell());
    Runnable unusedNames =
        client.addListener(new NameCollector(client, interactive.shell().names()));
    try {
      atStart.accept(interactive.shell());
    } catch (RuntimeException e) {
      interactive.shell().output().error(CliExceptionHandler.explain(e));
    }
    interactive.run();
    return ExitCode.OK;
  }

  /** Programs on both sides; or a file. */
  static Surroundings pipe(InputStream in, PrintStream out, PrintStream err) {
    return (client, atStart) -> {
      BufferedReader input = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      PipeTerminal pipe = new PipeTerminal(input, new PipeOutput(out, err), client);
      listen(client, pipe.shell());
      try {
        atStart.accept(pipe.shell());
      } catch (RuntimeException e) {
        pipe.shell().output().error(CliExceptionHandler.explain(e));
        return ExitCode.FAILED;
      }
      return pipe.run() ? ExitCode.OK : ExitCode.FAILED;
    };
  }

  private static void listen(ChatClient client, Shell shell) {
    Runnable unusedNotes = client.addListener(new ConnectionNotes(shell.output()));
    Runnable unusedArrivals = client.addListener(new Arrivals(shell));
  }
}
