package io.jmessage.system.torture.check;

/**
 * An account that a user created, and perhaps deleted.
 *
 * @param created what the user was told of that
 * @param deleted what the user was told of that; REFUSED if it was never tried
 */
public record Account(String name, Sent.Outcome created, Sent.Outcome deleted) {}
