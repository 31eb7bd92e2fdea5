package io.jmessage.system.torture.check;

/** What a server's state came to, and after which entry of the log. */
public record Digest(int server, long epoch, long index, String sha256) {}
