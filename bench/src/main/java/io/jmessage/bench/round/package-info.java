/**
 * Contenders in interleaved rounds, A B C A B C …, so that what slows the machine for a while slows
 * all of them; and the ratios between neighbours.
 */
@NullMarked
package io.jmessage.bench.round;

import org.jspecify.annotations.NullMarked;
