/**
 * The full screen: {@code ScreenModel} takes keys and events, {@code ScreenView} makes lines of it
 * for any size, and only {@code FullScreen} and {@code Painter} know a terminal.
 */
@NullMarked
package io.jmessage.terminal.screen;

import org.jspecify.annotations.NullMarked;
