/** The frame of the window: who is logged in, which server answers, and the questions it asks. */
@NullMarked
package io.jmessage.gui.shell;

import org.jspecify.annotations.NullMarked;
