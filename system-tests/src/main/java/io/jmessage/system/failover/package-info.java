/** How long users wait when a master goes, measured with real processes. */
@NullMarked
package io.jmessage.system.failover;

import org.jspecify.annotations.NullMarked;
