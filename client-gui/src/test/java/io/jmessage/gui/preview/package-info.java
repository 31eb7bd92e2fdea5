/** The window over a cluster in memory, to look at while working on it. Not a test. */
@NullMarked
package io.jmessage.gui.preview;

import org.jspecify.annotations.NullMarked;
