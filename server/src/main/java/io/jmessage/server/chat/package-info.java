/**
 * The domain: accounts, sessions, conversations, messages, as a deterministic state machine over
 * H2, and {@link io.jmessage.server.chat.ReplicatedChat}, the one door to it. Knows the replication
 * seam and nothing of gRPC or of any engine.
 */
@NullMarked
package io.jmessage.server.chat;

import org.jspecify.annotations.NullMarked;
