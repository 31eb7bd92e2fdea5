package io.jmessage.client.model;

/** An account, as others see it. */
public record Person(String username, boolean online) {}
