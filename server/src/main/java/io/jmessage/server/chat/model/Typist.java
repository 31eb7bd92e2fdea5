package io.jmessage.server.chat.model;

/**
 * Somebody who writes to somebody.
 *
 * @param from the name of the one who writes; empty unless the code is OK
 * @param to the account of the other one
 */
public record Typist(ErrorCode code, String from, long to) {

  public static Typist refused(ErrorCode code) {
    return new Typist(code, "", 0);
  }
}
