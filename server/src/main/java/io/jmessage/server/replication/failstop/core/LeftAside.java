package io.jmessage.server.replication.failstop.core;

import io.jmessage.server.replication.LogPosition;

/**
 * An entry that was acknowledged on one side of a partition and that the side that stands cannot
 * take: the archive keeps it, and an operator is told.
 *
 * @param origin where it was in the log that was cut
 * @param why for the operator
 * @param what what later entries may build on, in words of the state machine; empty: nothing
 */
public record LeftAside(LogPosition origin, String why, String what) {}
