/**
 * What a server keeps on disk besides H2: identity, vote, log segments, snapshots, and the archive
 * of cut-off suffixes. The log is the truth (docs/protocol.md, 3.3). A file that is shorter than
 * expected is completed or cut; a file that is damaged is reported and left alone.
 */
@NullMarked
package io.jmessage.server.replication.failstop.log;

import org.jspecify.annotations.NullMarked;
