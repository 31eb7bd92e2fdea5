package io.jmessage.terminal.command;

import io.jmessage.terminal.CommandFailedException;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;

/** Ends what {@link ChatCommand} began. */
final class LeaveCommand extends Command {

  LeaveCommand() {
    super("leave", "/leave", "ends a chat: lines are commands again");
  }

  @Override
  public boolean mayOverlap() {
    return true;
  }

  @Override
  public void run(Shell shell, Words words) {
    nothingMore(words);
    if (shell.partner().isEmpty()) {
      throw new CommandFailedException("you are not in a chat; begin one with: chat NAME");
    }
    shell.talkToNobody();
  }
}
