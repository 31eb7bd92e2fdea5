/** The command lines of the benchmarks: what may be asked for, and where the figures go. */
@NullMarked
package io.jmessage.bench.command;

import org.jspecify.annotations.NullMarked;
