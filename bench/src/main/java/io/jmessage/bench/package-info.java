/**
 * How fast Jmessage is, beside what one would take instead: the command lines. Everything measured
 * is a process of its own, and every figure is told beside a reference of the same minute.
 */
@NullMarked
package io.jmessage.bench;

import org.jspecify.annotations.NullMarked;
