/** The desktop client. */
@NullMarked
package io.jmessage.gui;

import org.jspecify.annotations.NullMarked;
