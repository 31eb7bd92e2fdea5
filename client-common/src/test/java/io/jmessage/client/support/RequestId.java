package io.jmessage.client.support;

/** The ids that a call came with; {@code sequence} 0: none. */
public record RequestId(String clientId, long sequence) {
  boolean isGiven() {
    return sequence != 0;
  }
}
