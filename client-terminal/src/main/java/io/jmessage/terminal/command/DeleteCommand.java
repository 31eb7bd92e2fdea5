package io.jmessage.terminal.command;

import io.jmessage.terminal.CommandFailedException;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;

/** Deletes the account, after a question. */
final class DeleteCommand extends Command {
  private static final String WITHOUT_QUESTION = "--yes";

  DeleteCommand() {
    super(
        "delete",
        "delete [--yes]",
        """
        deletes your account for good; asks you to type its name, unless --yes
        What you received goes with it; what you sent stays with its receivers.""");
  }

  @Override
  public void run(Shell shell, Words words) {
    String name =
        shell
            .client()
            .username()
            .orElseThrow(() -> new CommandFailedException("log in first: login NAME"));
    String option = words.next().orElse("");
    nothingMore(words);
    if (!option.isEmpty() && !option.equals(WITHOUT_QUESTION)) {
      throw new CommandFailedException("use: " + usage());
    }
    if (option.isEmpty()) {
      confirm(shell, name);
    }
    shell.await(shell.client().deleteAccount());
    shell.talkToNobody();
    shell.output().answer("deleted " + name);
  }

  private static void confirm(Shell shell, String name) {
    String typed =
        shell
            .questions()
            .ask("This cannot be undone. Type the name of the account: ", "use: delete --yes");
    if (!typed.strip().equals(name)) {
      throw new CommandFailedException("that is not the name; nothing was deleted");
    }
  }
}
