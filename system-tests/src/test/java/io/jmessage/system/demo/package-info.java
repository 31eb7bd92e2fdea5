/** Tests of what the demo and the system tests build on. */
@NullMarked
package io.jmessage.system.demo;

import org.jspecify.annotations.NullMarked;
