/**
 * What must hold after a run, one class per guarantee. Nothing here talks to a server: evidence in,
 * problems out.
 */
@NullMarked
package io.jmessage.system.torture.check;

import org.jspecify.annotations.NullMarked;
