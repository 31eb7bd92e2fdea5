/** The people and their conversations: the left side of the window. */
@NullMarked
package io.jmessage.gui.contact;

import org.jspecify.annotations.NullMarked;
