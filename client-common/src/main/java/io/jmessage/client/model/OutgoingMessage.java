package io.jmessage.client.model;

import java.time.Instant;

/**
 * A text of this user on its way.
 *
 * @param id 32 hex digits; the same for ever, on this machine and on the servers
 * @param written when the user handed it over
 */
public record OutgoingMessage(
    String id, String to, String text, Instant written, DeliveryState state) {

  public OutgoingMessage with(DeliveryState next) {
    return new OutgoingMessage(id, to, text, written, next);
  }
}
