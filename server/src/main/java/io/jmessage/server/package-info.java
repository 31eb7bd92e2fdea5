/** One replica of the chat service. */
@NullMarked
package io.jmessage.server;

import org.jspecify.annotations.NullMarked;
