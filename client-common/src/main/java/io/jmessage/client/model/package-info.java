/** Immutable values of the chat: no protobuf type, no behaviour. */
@NullMarked
package io.jmessage.client.model;

import org.jspecify.annotations.NullMarked;
