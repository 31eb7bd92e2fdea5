/**
 * What a server keeps on disk besides H2: identity, vote, log segments, and the archive of cut-off
 * suffixes. The log is the truth (docs/protocol.md, 3.3).
 */
@NullMarked
package io.jmessage.server.replication.failstop.log;

import org.jspecify.annotations.NullMarked;
