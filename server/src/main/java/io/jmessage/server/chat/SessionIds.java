package io.jmessage.server.chat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Session ids: what a client shows to be who it is. Only their hash is stored, and they never
 * appear in a log.
 */
final class SessionIds {

  /** 256 random bits of the client's own. */
  private static final Pattern CHOSEN = Pattern.compile("[0-9a-fA-F]{64}");

  /** Longer than any that was ever given out. */
  private static final int LENGTH_MAX = 128;

  private SessionIds() {}

  static boolean isChosenWell(String id) {
    return CHOSEN.matcher(id).matches();
  }

  /** A UUID v4, as the first Jmessage gave: 122 random bits. */
  static String random() {
    return UUID.randomUUID().toString();
  }

  /** SHA-256 of the id. An id of impossible length gets a hash that no session has. */
  static ByteString hash(String id) {
    if (id.isEmpty() || id.length() > LENGTH_MAX) {
      return ByteString.copyFromUtf8("none");
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return ByteString.copyFrom(sha.digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
