/** What every screen uses: the way to the UI thread, texts for people, times, avatars and emoji. */
@NullMarked
package io.jmessage.gui.support;

import org.jspecify.annotations.NullMarked;
