package io.jmessage.server.replication.failstop.transport;

import io.jmessage.server.replication.LogPosition;

/**
 * What a server's state comes to.
 *
 * @param applied up to where commands had been applied
 * @param sha256 of the state at that position, in hex
 */
public record StateDigest(LogPosition applied, String sha256) {}
