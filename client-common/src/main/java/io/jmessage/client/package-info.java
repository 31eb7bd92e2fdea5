/**
 * What any Jmessage client needs: find the master among the addresses, retry with the same ids,
 * receive what happens. Both faces, window and terminal, see only {@link
 * io.jmessage.client.ChatClient}.
 */
@NullMarked
package io.jmessage.client;

import org.jspecify.annotations.NullMarked;
