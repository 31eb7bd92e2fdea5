package io.jmessage.terminal.command;

import io.jmessage.terminal.CommandFailedException;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;

/** Makes an account. */
final class CreateCommand extends Command {

  CreateCommand() {
    super(
        "create",
        "create NAME [PASSWORD]",
        """
        creates an account; without PASSWORD it is asked for, unseen
        A NAME with blanks goes in double quotes.""");
  }

  @Override
  public void run(Shell shell, Words words) {
    String name = required(words.next());
    String password = words.rest();
    if (password.isEmpty()) {
      password = askTwice(shell);
    }
    shell.await(shell.client().createAccount(name, password));
    shell.names().add(name);
    shell.output().answer("created " + name + "; now use: login " + Words.quoted(name));
  }

  private static String askTwice(Shell shell) {
    String instead = "in a pipe, use: create NAME PASSWORD";
    String password = shell.questions().askHidden("New password: ", instead);
    if (!password.equals(shell.questions().askHidden("Once more: ", instead))) {
      throw new CommandFailedException("the two passwords differ; nothing was created");
    }
    return password;
  }
}
