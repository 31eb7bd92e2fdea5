/**
 * Several cores in one thread with virtual time, a network and disks that fail, clients that retry,
 * and a check of the invariants after every step. Everything follows from one seed: the same seed
 * gives the same run.
 */
@NullMarked
package io.jmessage.simulator;

import org.jspecify.annotations.NullMarked;
