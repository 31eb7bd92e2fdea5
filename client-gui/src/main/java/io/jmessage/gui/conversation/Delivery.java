package io.jmessage.gui.conversation;

/** How far a message has come, as far as is known for certain. */
public enum Delivery {
  /** Not acknowledged yet; the client goes on trying. */
  WAITING,
  /** Acknowledged: on the disk of every server in sync. */
  STORED,
  /** A device of the receiver has it. */
  DELIVERED,
  /** The receiver has read it. */
  READ,
  /** Not sent, or nobody knows; the client has stopped trying. */
  FAILED,
  /** From the other one. */
  RECEIVED
}
