/** Tests of what the demo and the system tests build on. */
@NullMarked
package io.jmessage.system.history;

import org.jspecify.annotations.NullMarked;
