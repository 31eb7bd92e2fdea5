package io.jmessage.server.chat.command;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.TextRules;

/**
 * What a field of a command may hold at most, so that it fits its column. A user's input is checked
 * at the door already; what fails here is a bug, and must not get into the log.
 */
final class Limits {

  /** Hashes of sessions, ids of clients and messages. */
  private static final int ID_BYTES_MAX = 64;

  private static final int PASSWORD_HASH_CHARACTERS_MAX = 1024;

  private Limits() {}

  /** Empty is fine: it stands for a name that nobody can have. */
  static void name(String field, String name) {
    atMost(field, name.codePointCount(0, name.length()), TextRules.NAME_CHARACTERS_MAX);
  }

  /** Empty is fine: it stands for a text that was refused. */
  static void text(String text) {
    atMost("text", TextRules.utf8Length(text), TextRules.TEXT_BYTES_MAX);
  }

  static void passwordHash(String hash) {
    require(!hash.isEmpty(), "password hash: empty");
    atMost("password hash", hash.length(), PASSWORD_HASH_CHARACTERS_MAX);
  }

  static void id(String field, ByteString id) {
    require(!id.isEmpty(), field + ": empty");
    atMost(field, id.size(), ID_BYTES_MAX);
  }

  static void atMost(String field, long given, long max) {
    require(given <= max, field + ": at most " + max + ", got " + given);
  }

  /** Without the value: it may be a text or a hash. */
  static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
