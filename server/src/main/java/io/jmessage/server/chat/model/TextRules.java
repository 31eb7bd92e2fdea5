package io.jmessage.server.chat.model;

import java.text.Normalizer;
import java.util.Optional;

/**
 * The bounds of what users may enter, checked at the door (docs/wire-contract.md). Characters are
 * Unicode code points, counted after NFC.
 */
public final class TextRules {
  public static final int NAME_CHARACTERS_MAX = 64;
  public static final int PASSWORD_CHARACTERS_MAX = 128;
  public static final int TEXT_BYTES_MAX = 64 * 1024;

  /**
   * No normal form grows a character to more than 3 UTF-16 units in NFC; spares work on huge input.
   */
  private static final int UNITS_PER_CHARACTER_MAX = 12;

  private TextRules() {}

  /** The name in NFC; empty if it is no name. */
  public static Optional<String> name(String entered) {
    return normalised(entered, NAME_CHARACTERS_MAX)
        .filter(name -> name.codePoints().noneMatch(Character::isISOControl));
  }

  /**
   * The password in NFC, so that the same keys on another system give the same; empty if too long.
   */
  public static Optional<String> password(String entered) {
    return normalised(entered, PASSWORD_CHARACTERS_MAX);
  }

  /** What a program calls itself, cut to the bounds of a name; empty if that leaves nothing. */
  public static String label(String entered) {
    StringBuilder label = new StringBuilder();
    entered
        .codePoints()
        .filter(character -> !Character.isISOControl(character))
        .limit(NAME_CHARACTERS_MAX)
        .forEach(label::appendCodePoint);
    return label.toString();
  }

  /** Whether it is 1 byte to 64 KiB of UTF-8. */
  public static boolean isText(String text) {
    return !text.isEmpty() && text.length() <= TEXT_BYTES_MAX && utf8Length(text) <= TEXT_BYTES_MAX;
  }

  /** Bytes of the text in UTF-8, without encoding it. */
  public static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      // Each half of a surrogate pair counts 2: 4 for the pair.
      bytes += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
    }
    return bytes;
  }

  private static Optional<String> normalised(String entered, int charactersMax) {
    if (entered.isEmpty() || entered.length() > charactersMax * UNITS_PER_CHARACTER_MAX) {
      return Optional.empty();
    }
    String normal = Normalizer.normalize(entered, Normalizer.Form.NFC);
    return Optional.of(normal).filter(n -> n.codePointCount(0, n.length()) <= charactersMax);
  }
}
