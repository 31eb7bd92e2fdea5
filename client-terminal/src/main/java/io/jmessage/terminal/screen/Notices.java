package io.jmessage.terminal.screen;

import io.jmessage.client.model.ChatMessage;
import io.jmessage.client.model.Conversation;
import java.util.List;
import java.util.OptionalLong;

/**
 * Which messages are worth a notice: those of others that nobody sees, if they came after the first
 * list of the conversations since the log-in. What is older is history, told late. One thread.
 */
final class Notices {
  boolean doNotDisturb;
  private final Actions actions;
  private OptionalLong newestOfHistory = OptionalLong.empty();

  Notices(Actions actions) {
    this.actions = actions;
  }

  void loggedIn() {
    newestOfHistory = OptionalLong.empty();
  }

  /** What there is according to the servers; later lists hold news that are told by themselves. */
  void history(List<Conversation> all) {
    if (newestOfHistory.isEmpty()) {
      long newest =
          all.stream()
              .flatMap(conversation -> conversation.lastMessage().stream())
              .mapToLong(ChatMessage::id)
              .max()
              .orElse(0);
      newestOfHistory = OptionalLong.of(newest);
    }
  }

  void fromOther(ChatMessage message, boolean seen) {
    boolean news = newestOfHistory.isPresent() && message.id() > newestOfHistory.getAsLong();
    if (news && !seen && !doNotDisturb) {
      actions.ring("Message from " + message.from() + ": " + message.text());
    }
  }
}
