package io.jmessage.system.history;

import io.jmessage.client.model.SendReceipt;

/**
 * One line that a user was told is safe.
 *
 * @param number counts the user's lines to this receiver in the order of sending, from 1
 * @param atNanos when it was told, on the clock of {@link System#nanoTime}
 */
public record Acknowledged(
    int number, String from, String to, String text, SendReceipt receipt, long atNanos) {}
