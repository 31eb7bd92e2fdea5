/**
 * A cluster in memory, behind the interface of the client library: several clients that really
 * converse, and servers that fail when a test says so.
 */
@NullMarked
package io.jmessage.gui.fake;

import org.jspecify.annotations.NullMarked;
