package io.jmessage.server.replication;

import com.google.protobuf.ByteString;

/** One command at its place in the order. */
public record LogCommand(LogPosition position, ByteString payload) {}
