package io.jmessage.terminal.command;

import io.jmessage.client.model.Conversation;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;
import java.util.List;

/** Logs in. */
public final class LoginCommand extends Command {

  LoginCommand() {
    super(
        "login",
        "login NAME [PASSWORD]",
        """
        logs in; without PASSWORD it is asked for, unseen
        You stay logged in when servers fail. Logging in again ends the session before.
        In a pipe, a log-in that fails ends the run.""");
  }

  @Override
  public boolean takesName() {
    return true;
  }

  @Override
  public void run(Shell shell, Words words) {
    try {
      logIn(shell, words);
    } catch (RuntimeException e) {
      if (!shell.isInteractive()) {
        shell.exit(); // what follows in a pipe would be done by nobody, or by the user before
      }
      throw e;
    }
  }

  private void logIn(Shell shell, Words words) {
    String name = required(words.next());
    String password = words.rest();
    if (password.isEmpty()) {
      password = shell.questions().askHidden("Password: ", "in a pipe, use: login NAME PASSWORD");
    }
    logIn(shell, name, password);
  }

  /** Logs in and says what waits. */
  public static void logIn(Shell shell, String name, String password) {
    shell.await(shell.client().logIn(name, password));
    shell.talkToNobody();
    shell.output().answer("logged in as " + name);
    if (shell.isInteractive()) {
      sayWhatWaits(shell);
    }
  }

  private static void sayWhatWaits(Shell shell) {
    shell.names().addAll(shell.await(shell.client().people()));
    List<Conversation> conversations = shell.await(shell.client().conversations());
    long unread = conversations.stream().mapToLong(Conversation::unread).sum();
    if (unread > 0) {
      shell.output().note(unread + " unread; use: receive");
    }
  }
}
