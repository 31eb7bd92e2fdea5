package io.jmessage.system.history;

import io.jmessage.client.model.ChatMessage;
import java.util.List;

/**
 * What one user was told. Immutable.
 *
 * @param acknowledged in the order in which the acknowledgements came
 * @param shown in the order in which they were shown
 */
public record Notes(String name, List<Acknowledged> acknowledged, List<ChatMessage> shown) {
  public Notes {
    acknowledged = List.copyOf(acknowledged);
    shown = List.copyOf(shown);
  }
}
