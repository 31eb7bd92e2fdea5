package io.jmessage.terminal.command;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.UnreadPages;
import io.jmessage.terminal.Words;
import java.util.List;

/** Shows what was not read yet, over all conversations. */
final class ReceiveCommand extends Command {
  ReceiveCommand() {
    super(
        "receive",
        "receive",
        """
        shows the messages that you have not read yet, oldest first
        Messages that arrive while you are logged in are shown at once. What was shown
        counts as read.""");
  }

  @Override
  public void run(Shell shell, Words words) {
    nothingMore(words);
    List<ChatMessage> unread =
        UnreadPages.of(shell.client(), shell.await(shell.client().conversations()), shell::await);
    unread.forEach(shell::show);
    shell.awaitMarks(); // or the next receive would show them again
    if (unread.isEmpty()) {
      shell.output().note("no new messages");
    }
  }
}
