/** What a server practises before it is needed as a master. */
@NullMarked
package io.jmessage.server.rehearsal;

import org.jspecify.annotations.NullMarked;
