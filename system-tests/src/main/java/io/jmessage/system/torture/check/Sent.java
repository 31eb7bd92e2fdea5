package io.jmessage.system.torture.check;

import io.jmessage.client.model.SendReceipt;
import java.util.Optional;

/**
 * One text that a user handed over, and what the user was told of it. Times are those of {@link
 * System#nanoTime} of one process.
 *
 * @param text different for every one of a sender
 * @param begun before it was handed over
 * @param ended after the answer came
 * @param epochSeen the highest epoch that this client had seen when it was handed over
 * @param receipt there if it was acknowledged
 */
public record Sent(
    String from,
    String to,
    String text,
    long begun,
    long ended,
    long epochSeen,
    Outcome outcome,
    Optional<SendReceipt> receipt) {

  /** What the user was told. */
  public enum Outcome {
    ACKNOWLEDGED,
    /** Nothing has happened and nothing will. */
    REFUSED,
    /** It may have happened, or may yet. */
    UNKNOWN
  }

  /** Its number in the conversation, if it was acknowledged. */
  public long sequence() {
    return receipt.map(r -> r.message().sequence()).orElse(0L);
  }

  /** Number of the mastership that acknowledged it; 0: none did. */
  long epoch() {
    return receipt.map(SendReceipt::epoch).orElse(0L);
  }

  /** Client address of the server that acknowledged it; empty: none did. */
  public String server() {
    return receipt.map(SendReceipt::server).orElse("");
  }

  /** The two of the conversation, whichever way the text went. */
  public Pair pair() {
    return Pair.of(from, to);
  }
}
