/** Logging in and signing up. */
@NullMarked
package io.jmessage.gui.login;

import org.jspecify.annotations.NullMarked;
