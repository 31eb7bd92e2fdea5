package io.jmessage.terminal.command;

import io.jmessage.client.AccountControl;
import io.jmessage.client.model.DeviceSession;
import io.jmessage.terminal.CommandFailedException;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;

/** Logs the user out elsewhere. */
final class EndSessionCommand extends Command {
  private static final String OTHERS = "others";

  EndSessionCommand() {
    super(
        "end-session",
        "end-session SESSION|others",
        """
        logs you out elsewhere: in one session, or in all but this one
        SESSION is what the command sessions shows first. Whoever has the password can log
        in again; a new password ends all other sessions, too.""");
  }

  @Override
  public void run(Shell shell, Words words) {
    String which = required(words.next());
    nothingMore(words);
    AccountControl account = shell.client().account();
    if (which.equals(OTHERS)) {
      shell.await(account.endOtherSessions());
      shell.output().answer("ended all other sessions");
    } else {
      end(shell, SessionKeys.find(shell.await(account.sessions()), which));
    }
  }

  private static void end(Shell shell, DeviceSession session) {
    if (session.current()) {
      throw new CommandFailedException("this is the session that you are in; use: logout");
    }
    shell.await(shell.client().account().endSession(session));
    shell.output().answer("ended that session");
  }
}
