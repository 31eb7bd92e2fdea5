/**
 * The command line of the server: reads and checks it, and runs one server from start to stop.
 * Knows nothing of gRPC or of the database.
 */
@NullMarked
package io.jmessage.server.cli;

import org.jspecify.annotations.NullMarked;
