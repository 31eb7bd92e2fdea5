package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import io.jmessage.terminal.screen.FullScreen;
import io.jmessage.terminal.screen.Notify;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
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

  /** The full screen, where there is a terminal that can show one. */
  default Optional<Screen> screen() {
    return Optional.empty();
  }

  /** Shows the full screen to its end and returns the exit code. */
  @FunctionalInterface
  interface Screen {
    int run(ChatClient client, Access access, Notify notify) throws IOException;
  }

  /** The streams of the process, for runs that nobody watches. */
  default Streams streams() {
    throw new IllegalStateException("here is a terminal only");
  }

  /** A person at a keyboard. */
  static Surroundings terminal(Map<String, String> environment, Streams streams) {
    Surroundings lines =
        (client, atStart) -> {
          try (Terminal terminal = newTerminal()) {
            return onTerminal(terminal, client, atStart, environment);
          }
        };
    Screen screen =
        (client, access, notify) -> {
          try (Terminal terminal = newTerminal()) {
            return onScreen(terminal, client, access, notify, environment);
          }
        };
    boolean dumb = environment.getOrDefault("TERM", "").startsWith(Terminal.TYPE_DUMB);
    return with(streams, dumb ? Optional.empty() : Optional.of(screen), lines);
  }

  static int onScreen(
      Terminal terminal,
      ChatClient client,
      Access access,
      Notify notify,
      Map<String, String> environment) {
    boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty();
    try {
      int waiting =
          new FullScreen(terminal, client, colours, notify, CliExceptionHandler::explain)
              .run(access.user(), access.password());
      if (waiting > 0) {
        String text = "; the next client of this user sends what waits";
        terminal.writer().println("on this disk and not sent yet: " + waiting + text);
        terminal.flush();
      }
      return ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
  }

  private static Surroundings with(Streams streams, Optional<Screen> screen, Surroundings inner) {
    return new Surroundings() {
      @Override
      public Optional<Screen> screen() {
        return screen;
      }

      @Override
      public int run(ChatClient client, Consumer<Shell> atStart) throws IOException {
        return inner.run(client, atStart);
      }

      @Override
      public Streams streams() {
        return streams;
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
    return with(
        new Streams(in, out, err),
        Optional.empty(),
        (client, atStart) -> {
          PipeTerminal pipe = new PipeTerminal(lines(in), new PipeOutput(out, err), client);
          listen(client, pipe.shell());
          try {
            atStart.accept(pipe.shell());
          } catch (RuntimeException e) {
            pipe.shell().output().error(CliExceptionHandler.explain(e));
            return ExitCode.FAILED;
          }
          return pipe.run() ? ExitCode.OK : ExitCode.FAILED;
        });
  }

  private static BufferedReader lines(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static void listen(ChatClient client, Shell shell) {
    Runnable unusedNotes = client.addListener(new ConnectionNotes(shell.output()));
    Runnable unusedArrivals = client.addListener(new Arrivals(shell));
  }
}
