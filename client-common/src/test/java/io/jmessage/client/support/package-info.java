/**
 * A cluster that does what a test tells it, behind real gRPC on loopback; the faces' tests use it,
 * too.
 */
@NullMarked
package io.jmessage.client.support;

import org.jspecify.annotations.NullMarked;
