package io.jmessage.server.chat.model;

import java.util.List;

/**
 * Messages in order, or why there are none.
 *
 * @param code OK exactly if there are messages
 */
public record Page(ErrorCode code, List<ChatMessage> messages) {

  public Page {
    messages = List.copyOf(messages);
  }

  public static Page of(ErrorCode code) {
    return new Page(code, List.of());
  }

  public static Page of(List<ChatMessage> messages) {
    return messages.isEmpty() ? of(ErrorCode.NO_MESSAGES) : new Page(ErrorCode.OK, messages);
  }
}
