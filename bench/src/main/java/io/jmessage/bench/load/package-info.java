/** Keeps writers busy, as fast as they can or at a steady rate, and records how long they wait. */
@NullMarked
package io.jmessage.bench.load;

import org.jspecify.annotations.NullMarked;
