/** One conversation: its messages by sequence, what waits to be sent, and the field to write in. */
@NullMarked
package io.jmessage.gui.conversation;

import org.jspecify.annotations.NullMarked;
