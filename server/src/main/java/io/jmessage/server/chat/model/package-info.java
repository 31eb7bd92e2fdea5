/**
 * What chat is about: accounts, messages, conversations, and what happens to them. Immutable values
 * without behaviour of their own; everything else in chat, and the client port, speaks in them.
 */
@NullMarked
package io.jmessage.server.chat.model;

import org.jspecify.annotations.NullMarked;
