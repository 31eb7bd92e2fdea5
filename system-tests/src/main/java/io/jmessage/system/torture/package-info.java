/**
 * The command {@code torture}: users at real clients, real servers, faults from a seed, and at the
 * end what every user was told is held against what every server has.
 */
@NullMarked
package io.jmessage.system.torture;

import org.jspecify.annotations.NullMarked;
