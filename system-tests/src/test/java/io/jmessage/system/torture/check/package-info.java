@NullMarked
package io.jmessage.system.torture.check;

import org.jspecify.annotations.NullMarked;
