/**
 * The protocol as a pure function from event to effects: no clock, no I/O, no threads, no
 * randomness, no logging. Everything here belongs to the engine's one thread or is immutable.
 */
@NullMarked
package io.jmessage.server.replication.failstop.core;

import org.jspecify.annotations.NullMarked;
