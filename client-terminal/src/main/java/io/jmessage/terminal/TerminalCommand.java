package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientConfig;
import io.jmessage.client.ChatClients;
import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.terminal.command.LoginCommand;
import io.jmessage.terminal.screen.Notify;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the program: reads it, opens the client, and runs the shell that fits. */
@Command(
    name = "jmessage-terminal",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    subcommands = {SendForm.class, ReceiveForm.class},
    description = "Chat over a Jmessage cluster from a terminal or a pipe.",
    footer = {
      "",
      "In a terminal: a full screen, ? shows its keys; with --line-mode a shell with",
      "completion (Tab) and history, help shows its commands.",
      "In a pipe: one command per line from standard input; answers go to standard",
      "output, errors and warnings to standard error. A failed command does not end",
      "the run, but for a failed log-in.",
      "",
      "Exit code: 0 all went well; 1 a command of a pipe or the log-in failed;",
      "2 wrong options. NO_COLOR turns colours off. The history is kept, without",
      "passwords, in ~/.local/state/jmessage/terminal-history (or XDG_STATE_HOME);",
      "problems of the program go to terminal.log beside it."
    })
final class TerminalCommand implements Callable<Integer> {
  private static final Duration LOG_OUT_LIMIT = Duration.ofSeconds(3);

  @Option(
      names = {"-a", "--address"},
      arity = "1..*",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:2625",
      description =
          "Client addresses of servers, one or more; the others are learnt from the master."
              + " Default: ${DEFAULT-VALUE}")
  private List<String> addresses = List.of();

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Log in as NAME at the start; asks for the password unless --password-file.")
  private @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Take the password from the first line of FILE.")
  private @Nullable Path passwordFile;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long a command goes on looking for a master. Default: ${DEFAULT-VALUE}")
  private int timeoutSeconds;

  @Option(
      names = "--line-mode",
      description = "A prompt in place of the full screen; so it is in a dumb terminal.")
  private boolean lineMode;

  @Option(
      names = "--notify",
      paramLabel = "HOW",
      defaultValue = "bell",
      description =
          "What the full screen does when a message comes that nobody sees: none, bell, or desktop,"
              + " the bell and a notice by OSC 9, for terminals that understand it."
              + " Default: ${DEFAULT-VALUE}")
  private Notify notify = Notify.BELL;

  @Option(
      names = "--data-directory",
      paramLabel = "DIR",
      description =
          "Keep the session, waiting messages and a copy of what was read in DIR. For send: what"
              + " is not stored in time stays in the outbox there. Default for the full screen:"
              + " ~/.local/share/jmessage (or XDG_DATA_HOME).")
  private @Nullable Path dataDirectory;

  @Spec private @Nullable CommandSpec spec;

  private final Surroundings surroundings;
  private final Function<Access, ChatClient> opener;

  TerminalCommand(Surroundings surroundings) {
    this(surroundings, access -> ChatClients.open(access.config()));
  }

  /** With clients that a test makes. */
  TerminalCommand(Surroundings surroundings, Function<Access, ChatClient> opener) {
    this.surroundings = surroundings;
    this.opener = opener;
  }

  @Override
  public Integer call() throws IOException {
    Optional<Surroundings.Screen> screen = surroundings.screen();
    if (screen.isPresent() && !lineMode) {
      return onScreen(screen.get());
    }
    ChatClientConfig config = config().withClientName("terminal commands");
    Access access = new Access(config, Optional.ofNullable(user), password(), timeout());
    try (ChatClient client = opener.apply(access)) {
      int exitCode = surroundings.run(client, shell -> logInAtStart(shell, access.password()));
      logOut(client);
      return exitCode;
    }
  }

  private int onScreen(Surroundings.Screen screen) throws IOException {
    Path directory = dataDirectory == null ? DataPlace.of(System.getenv()) : dataDirectory;
    ChatClientConfig config = config().withDataDirectory(directory).withClientName("terminal");
    Access access = new Access(config, Optional.ofNullable(user), password(), timeout());
    try (ChatClient client = opener.apply(access)) {
      return screen.run(client, access, notify);
    }
  }

  // ---- For the runs that nobody watches. ----

  /** A run that nobody watches. */
  @FunctionalInterface
  interface Script {
    /** Does it and says what happened, or nothing. */
    String run() throws IOException, InterruptedException;
  }

  static TerminalCommand parentOf(@Nullable TerminalCommand parent) {
    if (parent == null) {
      throw new IllegalStateException("picocli sets the parent before the call");
    }
    return parent;
  }

  Function<Access, ChatClient> opener() {
    return opener;
  }

  Streams streams() {
    return surroundings.streams();
  }

  /** As given; the name of the client is one that no window and no screen has. */
  Access scriptAccess() {
    if (user == null) {
      throw wrong("add --user NAME");
    }
    Optional<String> password = password();
    if (password.isEmpty() && dataDirectory == null) {
      throw wrong("add --password-file FILE");
    }
    return new Access(config().withClientName("script"), Optional.of(user), password, timeout());
  }

  /** Runs it; whatever happens is told in at most one line. */
  int script(Script script) {
    String text;
    int exitCode = ExitCode.OK;
    try {
      text = script.run();
    } catch (ScriptFailure e) {
      text = String.valueOf(e.getMessage());
      exitCode = e.exitCode();
    } catch (IOException | RuntimeException e) {
      text = ScriptSession.explain(e);
      exitCode = ExitCode.FAILED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      text = "interrupted";
      exitCode = ExitCode.FAILED;
    }
    if (!text.isEmpty()) {
      streams().err().println("jmessage: " + PlainText.of(text).replaceAll("\\R\\s*", " "));
      streams().err().flush();
    }
    return exitCode;
  }

  // ---- The command line. ----

  private Duration timeout() {
    return Duration.ofSeconds(timeoutSeconds);
  }

  private ChatClientConfig config() {
    try {
      List<ServerAddress> servers = addresses.stream().map(ServerAddress::parse).toList();
      ChatClientConfig config = ChatClientConfig.of(servers).withRequestDeadline(timeout());
      return dataDirectory == null ? config : config.withDataDirectory(dataDirectory);
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Optional<String> password() {
    if (passwordFile == null) {
      return Optional.empty();
    }
    if (user == null) {
      throw wrong("--password-file needs --user NAME");
    }
    try (var lines = Files.lines(passwordFile)) {
      Optional<String> first = lines.findFirst();
      if (first.isEmpty()) {
        throw wrong("the password file " + passwordFile + " is empty");
      }
      return first;
    } catch (IOException | UncheckedIOException e) {
      throw wrong("the password file " + passwordFile + " cannot be read");
    }
  }

  private void logInAtStart(Shell shell, Optional<String> password) {
    if (user == null) {
      return;
    }
    String given =
        password.orElseGet(
            () ->
                shell
                    .questions()
                    .askHidden(
                        "Password of " + user + ": ", "in a pipe, add --password-file FILE"));
    LoginCommand.logIn(shell, user, given);
  }

  /** The session would stay for ever; but who leaves does not wait long for that. */
  private static void logOut(ChatClient client) {
    if (client.username().isEmpty()) {
      return;
    }
    try {
      client.logOut().get(LOG_OUT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      return; // the session stays until its owner ends it
    }
  }

  ParameterException wrong(String text) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before the call");
    }
    return new ParameterException(spec.commandLine(), text);
  }
}
