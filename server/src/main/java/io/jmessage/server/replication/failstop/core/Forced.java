package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.Epoch;

/**
 * An operator made a server master though others might have held more: what only they held is not
 * in this history (docs/protocol.md, 3.12).
 *
 * @param index of the Config that began it
 * @param atMillis since 1970, by the clock of that server
 */
public record Forced(Epoch epoch, long index, long atMillis) {}
