@NullMarked
package io.jmessage.system.link;

import org.jspecify.annotations.NullMarked;
