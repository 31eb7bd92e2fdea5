package io.jmessage.server.chat.store;

/** The database failed or contradicts itself. On the engine's thread this halts the server. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
