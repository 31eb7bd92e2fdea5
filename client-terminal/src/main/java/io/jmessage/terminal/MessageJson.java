package io.jmessage.terminal;

import io.jmessage.client.model.ChatMessage;

/** A message as one line of JSON (RFC 8259); in the text every control character is escaped. */
final class MessageJson {

  private MessageJson() {}

  static String line(ChatMessage message, String me) {
    return "{\"conversation\":%s,\"from\":%s,\"sequence\":%d,\"time\":%s,\"text\":%s}"
        .formatted(
            quoted(message.peerOf(me)),
            quoted(message.from()),
            message.sequence(),
            quoted(message.time().toString()),
            quoted(message.text()));
  }

  static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.codePoints().forEach(c -> append(json, c));
    return json.append('"').toString();
  }

  private static void append(StringBuilder json, int c) {
    switch (c) {
      case '"' -> json.append("\\\"");
      case '\\' -> json.append("\\\\");
      case '\n' -> json.append("\\n");
      case '\r' -> json.append("\\r");
      case '\t' -> json.append("\\t");
      default -> {
        // Half a surrogate pair has no UTF-8; some readers end a line at U+2028.
        boolean escaped =
            Character.isISOControl(c) || (c >= 0xD800 && c <= 0xDFFF) || c == 0x2028 || c == 0x2029;
        if (escaped) {
          json.append("\\u%04x".formatted(c));
        } else {
          json.appendCodePoint(c);
        }
      }
    }
  }
}
