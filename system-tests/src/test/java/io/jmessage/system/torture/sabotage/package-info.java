@NullMarked
package io.jmessage.system.torture.sabotage;

import org.jspecify.annotations.NullMarked;
