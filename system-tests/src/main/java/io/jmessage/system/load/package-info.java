/** Many clients at one master, and what they and the servers' memory make of it, measured. */
@NullMarked
package io.jmessage.system.load;

import org.jspecify.annotations.NullMarked;
