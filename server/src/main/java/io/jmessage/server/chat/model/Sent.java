package io.jmessage.server.chat.model;

/**
 * What became of a send.
 *
 * @param epoch and {@code index}: where the log holds it
 * @param copies servers that have it on disk
 * @param members servers that there are
 */
public record Sent(Outcome outcome, long epoch, long index, int copies, int members) {

  /** Refused at the door: it never reached the log. */
  public static Sent refused(ErrorCode code) {
    return new Sent(Outcome.of(code), 0, 0, 0, 0);
  }
}
