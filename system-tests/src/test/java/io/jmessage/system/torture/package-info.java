@NullMarked
package io.jmessage.system.torture;

import org.jspecify.annotations.NullMarked;
