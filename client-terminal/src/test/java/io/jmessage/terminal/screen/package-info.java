/** Tests of the full screen. */
@NullMarked
package io.jmessage.terminal.screen;

import org.jspecify.annotations.NullMarked;
