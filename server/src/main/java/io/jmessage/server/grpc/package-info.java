/** What both ports of a server ask of gRPC. */
@NullMarked
package io.jmessage.server.grpc;

import org.jspecify.annotations.NullMarked;
