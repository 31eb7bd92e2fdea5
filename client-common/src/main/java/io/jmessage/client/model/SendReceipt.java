package io.jmessage.client.model;

/**
 * What an acknowledged message stands on.
 *
 * @param epoch number of the mastership that acknowledged it
 * @param index its place in the replicated log
 * @param copies servers that have it on disk
 * @param members servers that there are
 * @param server client address of the master that answered
 */
public record SendReceipt(
    ChatMessage message, long epoch, long index, int copies, int members, String server) {}
