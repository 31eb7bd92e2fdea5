/** Real engines in one process, over real gRPC and real files, for tests. */
@NullMarked
package io.jmessage.server.replication.support;

import org.jspecify.annotations.NullMarked;
