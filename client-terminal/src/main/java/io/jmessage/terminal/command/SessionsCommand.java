package io.jmessage.terminal.command;

import io.jmessage.client.model.DeviceSession;
import io.jmessage.terminal.Shell;
import io.jmessage.terminal.Words;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Shows where the user is logged in. */
final class SessionsCommand extends Command {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneId.systemDefault());

  SessionsCommand() {
    super(
        "sessions",
        "sessions",
        """
        shows where you are logged in: the session, since when, and the program
        End one that is not yours with: end-session SESSION""");
  }

  @Override
  public void run(Shell shell, Words words) {
    nothingMore(words);
    List<DeviceSession> sessions = shell.await(shell.client().account().sessions());
    int length = SessionKeys.length(sessions);
    sessions.forEach(session -> shell.output().answer(line(session, length)));
  }

  private static String line(DeviceSession session, int length) {
    String program = session.client().isEmpty() ? "(no name)" : session.client();
    return "%s  %s  %s%s"
        .formatted(
            SessionKeys.start(session, length),
            TIME.format(session.opened()),
            program,
            session.current() ? "  (this one)" : "");
  }
}
