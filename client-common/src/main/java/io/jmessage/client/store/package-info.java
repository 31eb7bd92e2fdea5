/**
 * What a client keeps on the disk of its own machine, per cluster and account: lines that wait to
 * be sent, a copy of what was read, the session, the addresses. Knows nothing of the network.
 * Formats and reasons: docs/decisions/0030-client-files.md.
 */
@NullMarked
package io.jmessage.client.store;

import org.jspecify.annotations.NullMarked;
