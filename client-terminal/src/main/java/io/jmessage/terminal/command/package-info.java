/**
 * The commands that a user types: one thin class each, which asks the client and prints the answer.
 */
@NullMarked
package io.jmessage.terminal.command;

import org.jspecify.annotations.NullMarked;
