/**
 * The internal port: carries the core's messages over gRPC (replication.proto), and nothing else.
 */
@NullMarked
package io.jmessage.server.replication.failstop.transport;

import org.jspecify.annotations.NullMarked;
