/** Starts the real jars as processes, and stops them the hard way. */
@NullMarked
package io.jmessage.system;

import org.jspecify.annotations.NullMarked;
