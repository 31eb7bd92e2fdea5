@NullMarked
package io.jmessage.system.torture.fault;

import org.jspecify.annotations.NullMarked;
