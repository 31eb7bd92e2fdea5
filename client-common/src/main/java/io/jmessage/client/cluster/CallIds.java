package io.jmessage.client.cluster;

/**
 * What makes a request the same one however often it is sent: who made it, and that one's number
 * for it.
 *
 * @param sequence 0: the request changes nothing, the cluster need not remember it
 */
public record CallIds(String clientId, long sequence) {}
