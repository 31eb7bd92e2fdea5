/**
 * The chat state in H2: one table, one class. Written by one connection on one thread, in
 * transactions that also hold the applied position; read by others on connections of their own.
 */
@NullMarked
package io.jmessage.server.chat.store;

import org.jspecify.annotations.NullMarked;
