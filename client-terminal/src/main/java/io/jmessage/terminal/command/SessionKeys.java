package io.jmessage.terminal.command;

import io.jmessage.client.model.DeviceSession;
import io.jmessage.terminal.CommandFailedException;
import java.util.List;

/** Sessions are named by the beginning of their keys, as long as it takes to tell them apart. */
final class SessionKeys {
  private static final int LENGTH_MIN = 8;

  private SessionKeys() {}

  /** How many characters tell all of them apart. */
  static int length(List<DeviceSession> sessions) {
    int longest = sessions.stream().mapToInt(session -> session.key().length()).max().orElse(0);
    int length = LENGTH_MIN;
    while (length < longest && !areDistinct(sessions, length)) {
      length++;
    }
    return length;
  }

  private static boolean areDistinct(List<DeviceSession> sessions, int length) {
    return sessions.stream().map(session -> start(session, length)).distinct().count()
        == sessions.size();
  }

  static String start(DeviceSession session, int length) {
    return session.key().substring(0, Math.min(length, session.key().length()));
  }

  /** The one whose key begins so. */
  static DeviceSession find(List<DeviceSession> sessions, String start) {
    List<DeviceSession> found =
        sessions.stream().filter(session -> session.key().startsWith(start)).toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new CommandFailedException(
        found.isEmpty()
            ? "there is no session " + start + "; sessions shows all"
            : "more than one session begins with " + start + "; type more of it");
  }
}
