package io.jmessage.server.chat;

import io.jmessage.server.chat.model.ChatMessage;
import io.jmessage.server.chat.model.TextRules;

/**
 * Counts what still fits into one answer of 4 MiB, which is what a gRPC client accepts. One thread.
 */
final class PageBudget {

  /** 4 MiB less what surrounds the messages. */
  private static final int BYTES_MAX = (4 << 20) - (16 << 10);

  /** Two names of 64 characters, ids, time stamp and tags, all at their longest. */
  private static final int MESSAGE_BYTES = 640;

  private int bytesLeft;
  private int messagesLeft;

  PageBudget(int messagesMax) {
    this(messagesMax, 0);
  }

  /** Leaves room for something else in the same answer. */
  PageBudget(int messagesMax, int bytesReserved) {
    this.messagesLeft = messagesMax;
    this.bytesLeft = BYTES_MAX - bytesReserved;
  }

  /** Whether the message fits; if so, its room is taken. */
  boolean take(ChatMessage message) {
    int bytes = MESSAGE_BYTES + TextRules.utf8Length(message.text());
    if (messagesLeft == 0 || bytes > bytesLeft) {
      return false;
    }
    bytesLeft -= bytes;
    messagesLeft--;
    return true;
  }

  int messagesLeft() {
    return messagesLeft;
  }
}
