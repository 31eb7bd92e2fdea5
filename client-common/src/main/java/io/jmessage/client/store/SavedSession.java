package io.jmessage.client.store;

/**
 * A session that a client of this machine left open.
 *
 * @param id secret; whoever has it is the user
 */
public record SavedSession(String id, String username, String clusterId, long account) {

  @Override
  public String toString() {
    return "SavedSession[" + username + "]";
  }
}
