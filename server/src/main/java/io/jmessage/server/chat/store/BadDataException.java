package io.jmessage.server.chat.store;

import java.sql.SQLException;

/**
 * A command's values do not fit the tables or contradict what is in them (SQL states 22 and 23): a
 * function of the command and the state, so the same on every server.
 */
public final class BadDataException extends StoreException {
  private static final long serialVersionUID = 1L;

  private final String state;

  BadDataException(String message, SQLException cause) {
    super(message, cause);
    this.state = cause.getSQLState();
  }

  static boolean isCauseOf(SQLException failure) {
    String state = failure.getSQLState();
    return state != null && (state.startsWith("22") || state.startsWith("23"));
  }

  /** The statement and the SQL state, without the values: they may be texts or hashes. */
  public String cause() {
    return getMessage() + " (SQL state " + state + ")";
  }
}
