/** The demo: servers, windows, and what to try; or without a display, all of it by itself. */
@NullMarked
package io.jmessage.system.demo;

import org.jspecify.annotations.NullMarked;
