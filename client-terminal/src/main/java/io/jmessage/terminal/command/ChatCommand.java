package io.jmessage.terminal.command;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;
import java.util.List;

/** Opens one conversation. */
final class ChatCommand extends Command {
  private static final int PAGE = 20;

  ChatCommand() {
    super(
        "chat",
        "chat NAME",
        """
        shows the last page of the conversation with NAME and goes on with it
        After that every line that you type is sent to NAME. Lines that begin with a slash
        are commands: /leave ends the chat, /help shows all. Begin a text with // to send
        one slash.""");
  }

  @Override
  public boolean takesName() {
    return true;
  }

  @Override
  public void run(Shell shell, Words words) {
    String name = required(words.next());
    nothingMore(words);
    List<ChatMessage> page = shell.await(shell.client().history(name, 0, PAGE));
    page.forEach(shell::show);
    shell.talkTo(name);
    shell.output().note("lines that you type go to " + name + "; /leave ends that");
  }
}
