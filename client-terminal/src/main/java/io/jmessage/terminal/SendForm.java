package io.jmessage.terminal;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.client.model.SendReceipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sends standard input as one message; the exit code says what became of it. */
@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Sends standard input as one message, and waits until it is stored.",
    footer = {
      "",
      "Exit code: 0 stored on every server in sync, and on --copies of them; 1 refused;",
      "2 wrong arguments; 4 no server in time, nothing was sent: run it again;",
      "5 stored, but on fewer than --copies servers: do not send it again;",
      "6 in the outbox, sent by the next client of the user: do not send it again;",
      "7 no answer in time and no --data-directory: it may be stored or not.",
      "One line on standard error says the same in words."
    })
final class SendForm implements Callable<Integer> {
  @ParentCommand private @Nullable TerminalCommand parent;

  @Parameters(paramLabel = "NAME", description = "Who receives it.")
  private String to = "";

  @Option(
      names = "--copies",
      paramLabel = "K",
      defaultValue = "1",
      description = "Fail unless at least K servers have it on disk. Default: ${DEFAULT-VALUE}")
  private int copies = 1;

  @Override
  public Integer call() {
    TerminalCommand line = TerminalCommand.parentOf(parent);
    if (copies < 1) {
      throw line.wrong("--copies must be at least 1");
    }
    Access access = line.scriptAccess();
    return line.script(() -> send(line, access));
  }

  private String send(TerminalCommand line, Access access) throws IOException {
    String text = withoutLastBreak(line.streams().in().readAllBytes());
    if (text.isBlank()) {
      throw new ScriptFailure(
          ExitCode.USAGE, "there is no text on standard input; nothing was sent");
    }
    try (ScriptSession session = new ScriptSession(access, line.opener())) {
      session.begin();
      SendReceipt receipt = await(session, handOver(session, text));
      String stored =
          "stored on %d of %d servers, message %d to %s"
              .formatted(receipt.copies(), receipt.members(), receipt.message().sequence(), to);
      if (receipt.copies() < copies) {
        throw new ScriptFailure(
            ExitCode.TOO_FEW_COPIES,
            stored + "; " + copies + " were asked for: get servers back, do not send it again");
      }
      return stored;
    }
  }

  private CompletableFuture<SendReceipt> handOver(ScriptSession session, String text) {
    CompletableFuture<SendReceipt> sent = session.client().send(to, text);
    // Known at once, and then nothing was kept: the session of the run before is over.
    if (failedFor(sent, Reason.NOT_LOGGED_IN) && session.hasOutbox()) {
      session.await(session.logInAgain());
      return session.client().send(to, text);
    }
    return sent;
  }

  private static boolean failedFor(CompletableFuture<?> sent, Reason reason) {
    return sent.isCompletedExceptionally()
        && sent.handle((done, failure) -> failure).join() instanceof ChatClientException known
        && known.reason() == reason;
  }

  private SendReceipt await(ScriptSession session, CompletableFuture<SendReceipt> sent) {
    CompletableFuture<Object> first = CompletableFuture.anyOf(sent, session.ended());
    try {
      if (first.get(session.leftNanos(), TimeUnit.NANOSECONDS) instanceof SendReceipt receipt) {
        return receipt;
      }
      throw notStored(session, "the session was ended");
    } catch (TimeoutException e) {
      throw notStored(session, "no answer in time");
    } catch (ExecutionException e) {
      throw refused(session, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notStored(session, "interrupted");
    }
  }

  private ScriptFailure refused(ScriptSession session, @Nullable Throwable failure) {
    if (failure instanceof ChatClientException known && known.reason() == Reason.TIMED_OUT) {
      return notStored(session, "no answer in time");
    }
    return new ScriptFailure(
        ExitCode.FAILED, "not sent to " + to + ": " + ScriptSession.explain(failure));
  }

  private static ScriptFailure notStored(ScriptSession session, String why) {
    return session.hasOutbox()
        ? new ScriptFailure(
            ExitCode.IN_OUTBOX,
            why
                + "; the message is in the outbox and goes out with the next client of this user:"
                + " do not send it again")
        : new ScriptFailure(
            ExitCode.UNKNOWN,
            why
                + "; the message may be stored or not: look before you send it again, or use"
                + " --data-directory");
  }

  private static String withoutLastBreak(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    String cut = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return cut.endsWith("\r") ? cut.substring(0, cut.length() - 1) : cut;
  }
}
