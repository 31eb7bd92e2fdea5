/**
 * The terminal client: a shell with completion and history when a person types, a line-by-line
 * reader when a pipe does. All printing goes through {@link io.jmessage.terminal.Output}.
 */
@NullMarked
package io.jmessage.terminal;

import org.jspecify.annotations.NullMarked;
