package io.jmessage.system.torture.check;

/** The highest read mark of one conversation that a user was told is kept. */
public record Mark(String reader, String with, long sequence) {}
