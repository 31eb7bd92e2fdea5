package io.jmessage.server.replication;

import com.google.protobuf.ByteString;

/**
 * The outcome of a command that was acknowledged and applied.
 *
 * @param result what the state machine answered
 * @param copies servers that have the command on disk, this one included
 * @param members servers that there are
 */
public record Committed(LogPosition position, ByteString result, int copies, int members) {}
