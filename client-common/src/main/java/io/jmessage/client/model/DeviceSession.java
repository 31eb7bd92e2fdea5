package io.jmessage.client.model;

import java.time.Instant;

/**
 * One log-in of the account, on this device or another.
 *
 * @param key names it; of no use to log in
 * @param client what the program called itself; may be empty
 * @param current this client's own
 */
public record DeviceSession(String key, Instant opened, String client, boolean current) {}
