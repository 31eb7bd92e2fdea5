package io.jmessage.terminal.command;

import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;

/** Ends the program. */
final class ExitCommand extends Command {

  ExitCommand() {
    super("exit", "exit", "logs out and ends the program, when what you sent is stored");
  }

  @Override
  public boolean mayOverlap() {
    return true;
  }

  @Override
  public void run(Shell shell, Words words) {
    nothingMore(words);
    shell.exit();
  }
}
