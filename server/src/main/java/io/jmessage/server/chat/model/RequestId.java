package io.jmessage.server.chat.model;

import com.google.protobuf.ByteString;

/**
 * The client's idempotency key: a request that carries it takes effect once, and is answered the
 * same way for ever (I7).
 *
 * @param clientId 16 bytes, one per installation
 */
public record RequestId(ByteString clientId, long sequence) {}
