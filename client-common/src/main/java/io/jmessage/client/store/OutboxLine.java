package io.jmessage.client.store;

import io.jmessage.client.ChatClientException.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * One text that a user has handed over, with the ids that go with it for ever: whoever sends it
 * again, also another process after a restart, sends it under them, and so it is stored once.
 *
 * @param id 32 hex digits: the client message id
 * @param clientId of the client that took it
 * @param sequence that client's number for it
 * @param failure why it will not be sent by itself any more
 */
public record OutboxLine(
    String id,
    String clientId,
    long sequence,
    String to,
    String text,
    Instant written,
    Optional<Failure> failure) {

  /** What a retry cannot cure, and what to do. */
  public record Failure(Reason reason, String advice, Instant at) {}

  public OutboxLine failed(Failure why) {
    return new OutboxLine(id, clientId, sequence, to, text, written, Optional.of(why));
  }

  /** To be sent by itself again. */
  public OutboxLine waiting() {
    return new OutboxLine(id, clientId, sequence, to, text, written, Optional.empty());
  }

  /** Shows no text: it may end up in a log. */
  @Override
  public String toString() {
    return "line " + id + " to " + to;
  }
}
