package io.jmessage.server.replication.failstop.transport;

import io.jmessage.server.replication.LogPosition;

/**
 * A part of a log that was cut off and kept.
 *
 * @param after the last position that the histories share
 * @param keptMillis when, since 1970
 * @param trouble why it cannot be read; empty: it can
 */
public record KeptSuffix(
    String file,
    LogPosition after,
    LogPosition last,
    long entries,
    long bytes,
    long keptMillis,
    String trouble) {}
