/**
 * What a logged-in client does: receives every message once and in order, sends in the order of the
 * calls, and tells its listeners. Knows nothing of addresses and fail-overs.
 */
@NullMarked
package io.jmessage.client.session;

import org.jspecify.annotations.NullMarked;
