/** Which servers there are, which is the master, and how long to wait before the next try. */
@NullMarked
package io.jmessage.client.cluster;

import org.jspecify.annotations.NullMarked;
