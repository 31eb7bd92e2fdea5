package io.jmessage.terminal;

import io.jmessage.client.ChatClient;
import io.jmessage.client.ChatListener;
import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Prints what the user has not read yet, and with {@code --follow} what comes. */
@Command(
    name = "receive",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = "Prints the messages that the user has not read yet, oldest first.",
    footer = {
      "",
      "A message counts as read when its line was written. Exit code: 0 all was shown,",
      "or nobody reads the output any more; 1 failed; 2 wrong arguments; 4 no server in time."
    })
final class ReceiveForm implements Callable<Integer> {
  @ParentCommand private @Nullable TerminalCommand parent;

  @Option(names = "--follow", description = "Go on with what comes, until it is ended.")
  private boolean follow;

  @Option(
      names = "--json",
      description = "One JSON object a line: conversation, from, sequence, time, text.")
  private boolean json;

  private final MessageFormat format = new MessageFormat();
  private final Map<String, Long> shown = new HashMap<>();

  @Override
  public Integer call() {
    TerminalCommand line = TerminalCommand.parentOf(parent);
    Access access = line.scriptAccess();
    return line.script(() -> receive(line, access));
  }

  private String receive(TerminalCommand line, Access access) throws InterruptedException {
    try (ScriptSession session = new ScriptSession(access, line.opener())) {
      LinkedBlockingQueue<Optional<ChatMessage>> arrived = new LinkedBlockingQueue<>();
      if (follow) {
        listen(session, arrived);
      }
      session.begin();
      ReadMarks marks = new ReadMarks(session.client());
      boolean open = showUnread(session, marks, line.streams().out());
      while (follow && open) {
        ChatMessage message = next(arrived, session);
        boolean mine = message.from().equals(access.user().orElseThrow());
        open = mine || show(session.client(), message, marks, line.streams().out());
      }
      session.await(marks.stored());
      return "";
    }
  }

  private static void listen(
      ScriptSession session, LinkedBlockingQueue<Optional<ChatMessage>> arrived) {
    Runnable unused =
        session
            .client()
            .addListener(
                new ChatListener() {
                  @Override
                  public void onMessage(ChatMessage message) {
                    arrived.add(Optional.of(message));
                  }
                });
    CompletableFuture<Void> unusedEnd =
        session.ended().thenAccept(reason -> arrived.add(Optional.empty()));
  }

  private static ChatMessage next(
      LinkedBlockingQueue<Optional<ChatMessage>> arrived, ScriptSession session)
      throws InterruptedException {
    return arrived
        .take()
        .orElseThrow(
            () ->
                new ScriptFailure(
                    ExitCode.FAILED, session.ended().join() + "; log in with --password-file"));
  }

  private boolean showUnread(ScriptSession session, ReadMarks marks, PrintStream out) {
    ChatClient client = session.client();
    List<Conversation> conversations = session.await(client.conversations());
    for (ChatMessage message : UnreadPages.of(client, conversations, session::await)) {
      if (!show(client, message, marks, out)) {
        return false;
      }
    }
    // What is at or below these numbers was read before, also if it arrives only now.
    conversations.forEach(c -> shown.merge(c.with(), c.readSequence(), Math::max));
    return true;
  }

  /** False: nobody reads the output any more, and the message stays unread. */
  private boolean show(ChatClient client, ChatMessage message, ReadMarks marks, PrintStream out) {
    if (message.sequence() <= shown.getOrDefault(message.from(), 0L)) {
      return true;
    }
    String me = client.username().orElse("");
    out.print(
        (json ? MessageJson.line(message, me) : PlainText.of(format.line(message, me))) + "\n");
    if (out.checkError()) { // flushes first
      return false;
    }
    shown.put(message.from(), message.sequence());
    marks.shown(message.from(), message.sequence());
    return true;
  }
}
