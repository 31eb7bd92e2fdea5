package io.jmessage.terminal.command;

import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;

/** Logs out. */
final class LogoutCommand extends Command {

  LogoutCommand() {
    super("logout", "logout", "logs out; your account and its messages stay");
  }

  @Override
  public void run(Shell shell, Words words) {
    nothingMore(words);
    shell.awaitMarks();
    shell.await(shell.client().logOut());
    shell.talkToNobody();
    shell.output().answer("logged out");
  }
}
