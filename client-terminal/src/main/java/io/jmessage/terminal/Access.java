package io.jmessage.terminal;

import io.jmessage.client.ChatClientConfig;
import java.time.Duration;
import java.util.Optional;

/**
 * What the command line says of servers and user.
 *
 * @param timeout how long a run that nobody watches may take
 */
record Access(
    ChatClientConfig config, Optional<String> user, Optional<String> password, Duration timeout) {

  /** Shows no password: it may end up in a log. */
  @Override
  public String toString() {
    return "Access[" + user.orElse("nobody") + "]";
  }
}
