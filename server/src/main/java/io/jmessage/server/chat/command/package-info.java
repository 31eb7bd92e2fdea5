/**
 * The replicated commands: one record each, which applies itself to the store, and their codec.
 * Nothing here reads a clock or a random number, so that every server comes to the same outcome.
 */
@NullMarked
package io.jmessage.server.chat.command;

import org.jspecify.annotations.NullMarked;
