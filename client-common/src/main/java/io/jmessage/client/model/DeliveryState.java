package io.jmessage.client.model;

import io.jmessage.client.ChatClientException.Reason;
import java.time.Instant;

/**
 * How far a text of this user has come. Each state says when it began, and no more than is known.
 */
public sealed interface DeliveryState {
  Instant since();

  /** On its way to this machine's disk. */
  record Writing(Instant since) implements DeliveryState {}

  /**
   * Kept here (on the disk, if the client has a data directory) and sent by itself as soon as that
   * is possible, also after a restart.
   *
   * @param reason one line for people: what it waits for
   */
  record Waiting(Instant since, String reason) implements DeliveryState {}

  /** On the disks of {@code receipt.copies()} of {@code receipt.members()} servers: it stays. */
  record Stored(Instant since, SendReceipt receipt) implements DeliveryState {}

  /** A device of the other one has received it. */
  record Delivered(Instant since, SendReceipt receipt) implements DeliveryState {}

  /** The other one has read it. */
  record Read(Instant since, SendReceipt receipt) implements DeliveryState {}

  /**
   * It will not be sent by itself, since no retry would change that. It can be edited, tried again
   * or discarded.
   *
   * @param advice one line for people: what happened and what to do
   */
  record Failed(Instant since, Reason reason, String advice) implements DeliveryState {}
}
