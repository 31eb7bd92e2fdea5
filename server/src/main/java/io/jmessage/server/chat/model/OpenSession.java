package io.jmessage.server.chat.model;

import com.google.protobuf.ByteString;

/**
 * One log-in of an account, as its user sees it.
 *
 * @param hash names it; of no use as a session id
 * @param client what the program called itself; may be empty
 */
public record OpenSession(ByteString hash, long openedMicros, String client) {}
