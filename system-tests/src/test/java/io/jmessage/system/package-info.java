/** Real jars, real processes, SIGKILL; checked from what the users were told. */
@NullMarked
package io.jmessage.system;

import org.jspecify.annotations.NullMarked;
