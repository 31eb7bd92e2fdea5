package io.jmessage.server.chat.model;

/**
 * A user. Ids are never reused; a name may be, after its account was deleted, by another account.
 *
 * @param deleted it cannot log in any more, and is kept only so that its messages keep their name
 */
public record Account(long id, String name, boolean deleted) {}
