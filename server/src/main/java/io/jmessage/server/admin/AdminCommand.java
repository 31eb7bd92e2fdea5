package io.jmessage.server.admin;

import io.jmessage.proto.admin.DigestReply;
import io.jmessage.proto.admin.DivergedFile;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The words after {@code ./jmessage admin}; one method per command. */
@Command(
    name = "admin",
    synopsisSubcommandLabel = "COMMAND",
    description = "Asks a server of a cluster, or tells it what to do, on its internal port.",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footer = {"", "Exit codes: 0 done, 1 refused or not reached, 2 bad arguments."})
final class AdminCommand {

  private static final int REFUSED = 1;
  private static final int BAD_ARGUMENTS = 2;

  @Spec private @Nullable CommandSpec spec;

  @SuppressWarnings("unused") // picocli reads the annotation, nobody the field.
  @Option(names = "--help", usageHelp = true, scope = CommandLine.ScopeType.INHERIT)
  private boolean help;

  private AdminCommand() {}

  /** Ready to be executed; tests set its writers. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new AdminCommand()).setExpandAtFiles(false);
    line.setUsageHelpWidth(100);
    line.setParameterExceptionHandler((failure, words) -> explain(failure));
    line.setExecutionExceptionHandler(AdminCommand::explain);
    return line;
  }

  @Command(
      name = "status",
      description = "what this server is, who is master, who is in sync, and what is wrong")
  int status(@Mixin At at, @Option(names = "--json", description = "for programs") boolean json) {
    try (AdminServer server = at.open()) {
      ClusterAnswer view = ClusterAnswer.ask(server, At.DEADLINE);
      return say(json ? JsonReport.status(view) : TextReport.status(view));
    }
  }

  @Command(name = "members", description = "all registered servers, and how far each is")
  int members(@Mixin At at, @Option(names = "--json", description = "for programs") boolean json) {
    try (AdminServer server = at.open()) {
      ClusterAnswer view = ClusterAnswer.ask(server, At.DEADLINE);
      return say(json ? JsonReport.members(view) : TextReport.members(view));
    }
  }

  @Command(
      name = "step-down",
      description = "the master hands over to a slave in sync, and stays as a slave")
  int stepDown(@Mixin At at) {
    return say(MasterOrders.stepDown(at));
  }

  @Command(
      name = "forget",
      description = "removes a member that is gone for good; it must be stopped")
  int forget(
      @Mixin At at, @Parameters(paramLabel = "ID", description = "of the member") String id) {
    return say(MasterOrders.forget(at, id));
  }

  @Command(
      name = "repair",
      description =
          "a DEGRADED server sets its damaged data aside and fetches everything from the master")
  int repair(@Mixin At at) {
    try (AdminServer server = at.open()) {
      String text = AdminServer.done(server.repair());
      return say(text + "; ./jmessage admin status --at=" + at.address() + " shows how far it is");
    }
  }

  @Command(
      name = "force-promote",
      description = {
        "makes a server master that waits for others which cannot come back.",
        "LOSES what only those others hold"
      })
  int forcePromote(
      @Mixin At at,
      @Option(names = "--accept-loss", description = "do not ask: messages may be lost")
          boolean acceptLoss,
      @Option(
              names = "--here-anyway",
              description = "although a server that can be reached holds more")
          boolean hereAnyway) {
    ForcePromotion promotion =
        new ForcePromotion(at, commandSpec().commandLine().getOut(), System.in);
    return say(promotion.run(acceptLoss, hereAnyway));
  }

  @Command(
      name = "diverged",
      description = "what was cut off this server's log when it followed another history")
  int diverged(@Mixin At at, @Option(names = "--json", description = "for programs") boolean json) {
    try (AdminServer server = at.open()) {
      List<DivergedFile> files = server.diverged().getFileList();
      return say(json ? JsonReport.diverged(files) : TextReport.diverged(files));
    }
  }

  @Command(
      name = "digest",
      description = "what the state comes to: servers at equal positions must show equal digests")
  int digest(@Mixin At at, @Option(names = "--json", description = "for programs") boolean json) {
    try (AdminServer server = at.open()) {
      DigestReply digest = server.digest();
      return say(json ? JsonReport.digest(digest) : TextReport.digest(digest));
    }
  }

  // ---- Words.

  private int say(String text) {
    PrintWriter out = commandSpec().commandLine().getOut();
    out.print(text.endsWith(System.lineSeparator()) ? text : text + System.lineSeparator());
    out.flush();
    return 0;
  }

  private CommandSpec commandSpec() {
    CommandSpec own = spec;
    if (own == null) {
      throw new IllegalStateException("picocli sets the spec before it calls");
    }
    return own;
  }

  private static int explain(ParameterException failure) {
    PrintWriter err = failure.getCommandLine().getErr();
    err.println("jmessage admin: " + failure.getMessage());
    err.println("./jmessage admin --help lists the commands.");
    err.flush();
    return BAD_ARGUMENTS;
  }

  private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(failure instanceof AdminFailure)) {
      throw failure;
    }
    line.getErr().println("jmessage admin: " + failure.getMessage());
    line.getErr().flush();
    return REFUSED;
  }
}
