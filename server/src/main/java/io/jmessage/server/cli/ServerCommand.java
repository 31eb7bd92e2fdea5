package io.jmessage.server.cli;

import io.jmessage.server.replication.Address;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * The command line: turns words into a {@link ServerConfig} and hands it on. Whatever is wrong with
 * the words is told in one line that says what to write, with {@link ExitCode#BAD_ARGUMENTS}.
 */
@Command(
    name = "jmessage-server",
    versionProvider = ProgramVersion.class,
    customSynopsis = {
      "jmessage-server ID [master|slave] CLIENT_ADDRESS INTERNAL_ADDRESS [OPTIONS]",
      "",
      "  ID                letters, digits, - and _, at most 64; different for every server.",
      "                    auto: made of INTERNAL_ADDRESS, so the same at every start",
      "  master            begins a new cluster if the data directory is empty (default)",
      "  slave             joins the cluster of --master-address if the data directory is empty",
      "                    With data, a server finds its cluster again and takes the role that is",
      "                    needed, whatever stands here",
      "  CLIENT_ADDRESS    host:port where clients reach this server; port 0: any free port",
      "  INTERNAL_ADDRESS  host:port where the other servers reach it; the smallest takes over",
      ""
    },
    optionListHeading = "Options:%n",
    sortOptions = false,
    footer = {
      "",
      "@FILE reads words from a file. Every option has an environment variable: --data-directory is",
      "JMESSAGE_DATA_DIRECTORY; the command line goes first. A TIME is 250ms, 2s or 1m; all servers of a",
      "cluster need the same times. A SIZE is 256MiB or 4GiB.",
      "",
      "Exit codes: 0 fine, 1 failed, 2 bad arguments, 3 halted because going on was not safe.",
      "",
      "Three servers on one machine:",
      "  jmessage-server 1 master localhost:2625 localhost:2626",
      "  jmessage-server 2 slave  localhost:2627 localhost:2628 --master-address=localhost:2626",
      "  jmessage-server 3 slave  localhost:2629 localhost:2630 --master-address=localhost:2626"
    })
public final class ServerCommand implements Callable<Integer> {

  private static final String WORDS = "ID [master|slave] CLIENT_ADDRESS INTERNAL_ADDRESS";
  private static final String AUTO_ID = "auto";

  private final ToIntFunction<ServerConfig> run;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", hidden = true)
  private List<String> words = new ArrayList<>();

  @Option(
      names = {"--master-address", "--master_address"},
      paramLabel = "ADDRESS",
      converter = AddressConverter.class,
      description = "of a slave: the master's INTERNAL_ADDRESS")
  private @Nullable Address masterAddress;

  @Option(
      names = "--data-directory",
      paramLabel = "PATH",
      description = "where this server keeps everything (default: jmessage-ID)")
  private @Nullable String dataDirectory;

  @Option(
      names = "--bind-client",
      paramLabel = "HOST[:PORT]",
      description = "where to listen for clients, such as 0.0.0.0 (default: CLIENT_ADDRESS)")
  private @Nullable String clientBind;

  @Option(
      names = "--bind-internal",
      paramLabel = "HOST[:PORT]",
      description = "where to listen for servers (default: INTERNAL_ADDRESS)")
  private @Nullable String internalBind;

  @Option(
      names = "--peers",
      paramLabel = "ADDRESS",
      split = ",",
      converter = AddressConverter.class,
      description =
          "internal addresses of servers that are asked for a cluster before a new one is"
              + " begun")
  private List<Address> peers = new ArrayList<>();

  @Option(
      names = "--min-copies",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "refuse writes while fewer than N servers would hold them"
              + " (default: ${DEFAULT-VALUE})")
  private int minCopies;

  @Option(
      names = "--no-trust-refused",
      description =
          "do not take a refused connection as proof that a server is gone; for firewalls"
              + " that reject")
  private boolean distrustRefused;

  @Option(
      names = "--log-keep",
      paramLabel = "SIZE",
      defaultValue = "256MiB",
      converter = SizeText.class,
      description =
          "how much of the log is kept besides all since the last snapshot of the state, and how"
              + " much of it, at least, makes the next one due; a slave that lacks more gets a snapshot"
              + " (default: ${DEFAULT-VALUE})")
  private long logKeep;

  @Option(
      names = "--rehearsal",
      paramLabel = "TIME",
      defaultValue = "20s",
      converter = DurationText.class,
      description =
          "how long this server practises a master's work after its start, so that it is fast"
              + " from the first call when it is promoted; 0s: not (default: ${DEFAULT-VALUE})")
  private Duration rehearsal = Duration.ZERO;

  @Mixin private TimingOptions timings = new TimingOptions();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "info",
      description = "error, warn, info, debug or trace (default: ${DEFAULT-VALUE})")
  private LogLevel logLevel = LogLevel.INFO;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json, to the error output (default: ${DEFAULT-VALUE})")
  private LogFormat logFormat = LogFormat.TEXT;

  @SuppressWarnings("unused") // picocli reads the annotation, nobody the field.
  @Option(names = "--help", usageHelp = true, description = "show this and exit")
  private boolean help;

  @SuppressWarnings("unused") // As above.
  @Option(names = "--version", versionHelp = true, description = "show the version and exit")
  private boolean version;

  /** A command that hands its configuration to {@code run}, which returns the exit code. */
  private ServerCommand(ToIntFunction<ServerConfig> run) {
    this.run = run;
  }

  /** The command, ready to be executed; tests set its writers. */
  static CommandLine commandLine(Map<String, String> environment, ToIntFunction<ServerConfig> run) {
    CommandLine line = new WordsLine(new ServerCommand(run));
    line.setDefaultValueProvider(new EnvironmentDefaults(environment));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((failure, words) -> explain(failure));
    line.setUsageHelpWidth(100);
    return line;
  }

  /** Reads the words, runs a server, and returns the exit code once it has stopped. */
  public static int execute(
      String[] words, Map<String, String> environment, ToIntFunction<ServerConfig> run) {
    return commandLine(environment, run).execute(words);
  }

  @Override
  public Integer call() {
    ServerConfig config = config();
    LogSetup.apply(config.id(), logLevel, logFormat);
    return run.applyAsInt(config);
  }

  private ServerConfig config() {
    try {
      return config(CommandWords.parse(words));
    } catch (IllegalArgumentException | TypeConversionException e) {
      throw failure(String.valueOf(e.getMessage()));
    }
  }

  private ServerConfig config(CommandWords given) {
    Address client = AddressText.parse(given.clientAddress());
    Address internal = AddressText.parse(given.internalAddress());
    String id = given.id().equals(AUTO_ID) ? autoId(internal) : given.id();
    return new ServerConfig(
        id,
        client,
        internal,
        masterFor(given),
        clientBind == null ? client : AddressText.parseBind(clientBind, client),
        internalBind == null ? internal : AddressText.parseBind(internalBind, internal),
        path(dataDirectory == null ? "jmessage-" + id : dataDirectory),
        peers,
        minCopies,
        !distrustRefused,
        logKeep,
        timings.timings(),
        rehearsal);
  }

  private @Nullable Address masterFor(CommandWords given) {
    if (given.slave() && masterAddress == null) {
      throw new IllegalArgumentException(
          "a slave needs the internal address of the master: add --master-address=HOST:PORT");
    }
    if (!given.slave() && masterAddress != null) {
      throw new IllegalArgumentException(
          "--master-address is for a slave: write slave after the ID, or leave --master-address out");
    }
    return masterAddress;
  }

  /** Derived, not random: the same server gets the same id and data directory at every start. */
  private static String autoId(Address internal) {
    if (internal.port() == 0) {
      throw new IllegalArgumentException(
          "ID auto is made of INTERNAL_ADDRESS, and port 0 differs at every start: name an ID or a"
              + " port");
    }
    String id = internal.toString().replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-", "");
    if (id.length() <= ServerConfig.ID_LENGTH_MAX) {
      return id;
    }
    String hash = "-" + Integer.toHexString(internal.hashCode());
    return id.substring(0, ServerConfig.ID_LENGTH_MAX - hash.length()) + hash;
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("--data-directory: " + e.getMessage(), e);
    }
  }

  private ParameterException failure(String message) {
    CommandSpec own = spec;
    if (own == null) {
      throw new IllegalStateException("picocli sets the spec before it calls");
    }
    return new ParameterException(own.commandLine(), message);
  }

  private static int explain(ParameterException failure) {
    PrintWriter err = failure.getCommandLine().getErr();
    err.println("jmessage-server: " + failure.getMessage());
    err.println("Usage: jmessage-server " + WORDS + " [OPTIONS]; --help tells more.");
    err.flush();
    return ExitCode.BAD_ARGUMENTS;
  }

  private static final class AddressConverter implements CommandLine.ITypeConverter<Address> {
    @Override
    public Address convert(String text) {
      return AddressText.parse(text);
    }
  }
}
