/** The terminal client. */
@NullMarked
package io.jmessage.terminal;

import org.jspecify.annotations.NullMarked;
