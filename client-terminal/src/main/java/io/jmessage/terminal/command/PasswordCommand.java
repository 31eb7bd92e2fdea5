package io.jmessage.terminal.command;

import io.jmessage.client.ChatClientException;
import io.jmessage.client.ChatClientException.Reason;
import io.jmessage.terminal.CommandFailedException;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;

/** Gives the account a new password. */
final class PasswordCommand extends Command {
  private static final String IN_A_PIPE = "in a pipe, use: password OLD NEW";

  PasswordCommand() {
    super(
        "password",
        "password [OLD NEW]",
        """
        changes your password; without OLD and NEW both are asked for, unseen
        All your other sessions end. An OLD with blanks goes in double quotes.""");
  }

  @Override
  public void run(Shell shell, Words words) {
    if (shell.client().username().isEmpty()) {
      throw new CommandFailedException("log in first: login NAME");
    }
    String old =
        words.next().orElseGet(() -> shell.questions().askHidden("Old password: ", IN_A_PIPE));
    String fresh = words.rest().isEmpty() ? askTwice(shell) : words.rest();
    change(shell, old, fresh);
    shell.output().answer("the password is changed; all your other sessions have ended");
  }

  private static void change(Shell shell, String old, String fresh) {
    try {
      shell.await(shell.client().account().changePassword(old, fresh));
    } catch (ChatClientException e) {
      if (e.reason() == Reason.WRONG_PASSWORD) {
        throw new CommandFailedException("the old password is wrong; nothing was changed");
      }
      throw e;
    }
  }

  // Nobody sees what is typed: a slip of the finger shows in the second line.
  private static String askTwice(Shell shell) {
    String first = shell.questions().askHidden("New password: ", IN_A_PIPE);
    if (!first.equals(shell.questions().askHidden("Once more: ", IN_A_PIPE))) {
      throw new CommandFailedException("the two passwords differ; nothing was changed");
    }
    return first;
  }
}
