package io.jmessage.server.chat.model;

/**
 * What became of a login.
 *
 * @param sessionId empty unless the code is OK
 * @param account its id; 0 unless the code is OK
 */
public record LoggedIn(ErrorCode code, String sessionId, long account) {

  public static LoggedIn refused(ErrorCode code) {
    return new LoggedIn(code, "", 0);
  }

  /** Shows no session: it may end up in a log. */
  @Override
  public String toString() {
    return "login: " + code;
  }
}
