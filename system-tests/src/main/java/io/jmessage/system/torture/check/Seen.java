package io.jmessage.system.torture.check;

import io.jmessage.client.model.ChatMessage;
import java.util.List;

/**
 * Messages of one conversation that a user was shown one after the other, in one log-in or on one
 * page.
 *
 * @param what for people
 * @param least the number that the last of them must have at least, since that was acknowledged
 *     before the user asked
 */
public record Seen(Pair pair, String what, List<ChatMessage> messages, long least) {
  public Seen {
    messages = List.copyOf(messages);
  }
}
