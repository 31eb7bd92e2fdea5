/**
 * The seam between chat and replication: two small interfaces that carry bytes. Engines know
 * nothing of chat, chat knows nothing of engines.
 */
@NullMarked
package io.jmessage.server.replication;

import org.jspecify.annotations.NullMarked;
