package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatClientConfig;
import io.jmessage.client.ChatClients;
import io.jmessage.client.cluster.ServerAddress;
import io.jmessage.terminal.command.LoginCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    description = "Chat over a Jmessage cluster from a terminal or a pipe.",
    footer = {
      "",
      "In a terminal: a shell with completion (Tab) and history; type help in it.",
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

  @Spec private @Nullable CommandSpec spec;

  private final Surroundings surroundings;

  TerminalCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    ChatClientConfig config = config();
    String password = password();
    try (ChatClient client = ChatClients.open(config)) {
      int exitCode = surroundings.run(client, shell -> logInAtStart(shell, password));
      logOut(client);
      return exitCode;
    }
  }

  private ChatClientConfig config() {
    try {
      List<ServerAddress> servers = addresses.stream().map(ServerAddress::parse).toList();
      return ChatClientConfig.of(servers).withRequestDeadline(Duration.ofSeconds(timeoutSeconds));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private @Nullable String password() {
    if (passwordFile == null) {
      return null;
    }
    if (user == null) {
      throw wrong("--password-file needs --user NAME");
    }
    try (var lines = Files.lines(passwordFile)) {
      return lines
          .findFirst()
          .orElseThrow(() -> wrong("the password file " + passwordFile + " is empty"));
    } catch (IOException | UncheckedIOException e) {
      throw wrong("the password file " + passwordFile + " cannot be read");
    }
  }

  private void logInAtStart(Shell shell, @Nullable String password) {
    if (user == null) {
      return;
    }
    String given =
        password != null
            ? password
            : shell
                .questions()
                .askHidden("Password of " + user + ": ", "in a pipe, add --password-file FILE");
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

  private ParameterException wrong(String text) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the spec before the call");
    }
    return new ParameterException(spec.commandLine(), text);
  }
}
