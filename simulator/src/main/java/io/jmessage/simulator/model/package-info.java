/**
 * A small model of the election and in-sync rules (docs/protocol.md, 3.7 to 3.12), and the search
 * of all its states within bounds (section 4).
 */
@NullMarked
package io.jmessage.simulator.model;

import org.jspecify.annotations.NullMarked;
