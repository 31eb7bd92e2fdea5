package io.jmessage.system.torture.check;

/**
 * What a client was told by a master: in the order of telling, for each client.
 *
 * @param client tells clients apart
 * @param server the master's client address
 */
public record Mastership(String client, long epoch, String server) {}
