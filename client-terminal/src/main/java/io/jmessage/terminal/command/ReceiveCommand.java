package io.jmessage.terminal.command;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Shows what was not read yet, over all conversations. */
final class ReceiveCommand extends Command {
  private static final int PAGE = 200;

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
    List<ChatMessage> unread = new ArrayList<>();
    for (Conversation conversation : shell.await(shell.client().conversations())) {
      if (conversation.unread() > 0) {
        unread.addAll(unread(shell, conversation));
      }
    }
    unread.sort(Comparator.comparingLong(ChatMessage::id));
    unread.forEach(shell::show);
    shell.awaitMarks(); // or the next receive would show them again
    if (unread.isEmpty()) {
      shell.output().note("no new messages");
    }
  }

  /** Pages back from the end to the read mark. */
  private static List<ChatMessage> unread(Shell shell, Conversation conversation) {
    List<ChatMessage> found = new ArrayList<>();
    long before = conversation.lastSequence() + 1;
    while (before > conversation.readSequence() + 1) {
      List<ChatMessage> page =
          shell.await(shell.client().history(conversation.with(), before, PAGE));
      if (page.isEmpty()) {
        break;
      }
      page.stream()
          .filter(message -> message.sequence() > conversation.readSequence())
          .filter(message -> message.from().equals(conversation.with()))
          .forEach(found::add);
      before = Collections.min(page, Comparator.comparingLong(ChatMessage::sequence)).sequence();
    }
    return found;
  }
}
