/**
 * What is measured: Jmessage in its ways of sending, and what one would take instead. Each runs its
 * servers as processes of its own, on loopback, with its data under one directory.
 */
@NullMarked
package io.jmessage.bench.contender;

import org.jspecify.annotations.NullMarked;
