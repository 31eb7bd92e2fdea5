package io.jmessage.client.session;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A log-in that the cluster knows.
 *
 * @param id secret; whoever has it is the user
 * @param account its number, never reused; 0: the server does not tell it
 */
public record Session(String username, String id, long account) {
  private static final int ID_BYTES = 32;

  /** A session id of our own choosing, so that a repeated log-in is the same session. */
  public static String randomId() {
    byte[] bytes = new byte[ID_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public String toString() {
    return "Session[" + username + "]";
  }
}
