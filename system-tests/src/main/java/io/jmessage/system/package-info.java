/**
 * Starts the real jars as processes, and stops them the hard way: what the demo and the system
 * tests share. Nothing here knows how a server works inside.
 */
@NullMarked
package io.jmessage.system;

import org.jspecify.annotations.NullMarked;
