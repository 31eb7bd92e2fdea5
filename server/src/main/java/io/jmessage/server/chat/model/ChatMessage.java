package io.jmessage.server.chat.model;

import com.google.protobuf.ByteString;

/**
 * A message as its two parties see it, with the names that they had when it was sent.
 *
 * @param id rises over all conversations
 * @param sequence 1, 2, 3 ... within the conversation, without a hole
 * @param clientMessageId as the sender gave it, or empty
 * @param merged came in late, from a server that had been cut off
 */
public record ChatMessage(
    long id,
    long sequence,
    String from,
    String to,
    String text,
    long timeMicros,
    ByteString clientMessageId,
    boolean merged) {

  /** Names no text: it may end up in a log. */
  @Override
  public String toString() {
    return "message " + id;
  }
}
