package io.jmessage.client.model;

import java.time.Instant;

/**
 * A message as the cluster has it.
 *
 * @param id rises over all conversations, never reused
 * @param sequence 1, 2, 3 … within the conversation, without a hole
 * @param time the server's
 * @param merged it came in late, from a server that had been cut off
 */
public record ChatMessage(
    long id, long sequence, String from, String to, String text, Instant time, boolean merged) {

  /** The other one, seen from {@code username}. */
  public String peerOf(String username) {
    return from.equals(username) ? to : from;
  }
}
