package io.jmessage.client.model;

import java.util.Optional;

/**
 * The caller's conversation with one other account, as the cluster has it.
 *
 * @param with the other one
 * @param lastSequence number of the newest message; 0: none
 * @param readSequence up to which the caller has read, on any device
 * @param unread messages to the caller above {@code readSequence}
 * @param peerReceivedSequence up to which the other one's devices have received
 * @param peerReadSequence up to which the other one has read
 * @param peerDeleted the other account is gone; its messages are not
 */
public record Conversation(
    String with,
    long lastSequence,
    long readSequence,
    long unread,
    long peerReceivedSequence,
    long peerReadSequence,
    Optional<ChatMessage> lastMessage,
    boolean peerDeleted) {}
