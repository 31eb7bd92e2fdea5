/**
 * Servers that break a promise on purpose, to see that the checks notice. The product has no switch
 * for this: a text of its source is replaced and compiled.
 */
@NullMarked
package io.jmessage.system.torture.sabotage;

import org.jspecify.annotations.NullMarked;
