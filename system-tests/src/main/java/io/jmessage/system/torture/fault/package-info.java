/**
 * What is done to servers, one constant of {@code FaultKind} per idea. Each fault says when the
 * promise does not cover it: at least one disk in sync must survive.
 */
@NullMarked
package io.jmessage.system.torture.fault;

import org.jspecify.annotations.NullMarked;
