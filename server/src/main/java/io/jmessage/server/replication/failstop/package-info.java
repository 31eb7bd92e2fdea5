/**
 * The fail-stop engine: N+1 servers survive N faults. The shell here runs one thread, the disk and
 * the network around a pure {@code core}. docs/protocol.md is its specification; the literature
 * calls this primary-backup with in-sync sets.
 */
@NullMarked
package io.jmessage.server.replication.failstop;

import org.jspecify.annotations.NullMarked;
