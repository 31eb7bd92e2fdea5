package io.jmessage.server.chat.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextRulesTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "\u0000", "\u007f", "\u0085"})
  void name_hasNoControlCharacters(String entered) {
    assertThat(TextRules.name(entered)).isEmpty();
  }

  @Test
  void name_isCountedInCharactersAfterNfc() {
    assertThat(TextRules.name("e\u0301".repeat(64))).contains("\u00e9".repeat(64));
    assertThat(TextRules.name("e\u0301".repeat(65))).isEmpty();
    assertThat(TextRules.name("\uD83D\uDE80".repeat(64))).isPresent();
  }

  @Test
  void password_mayHoldAnything() {
    assertThat(TextRules.password("a\tb\n")).contains("a\tb\n");
    assertThat(TextRules.password("p".repeat(128))).isPresent();
    assertThat(TextRules.password("p".repeat(129))).isEmpty();
    assertThat(TextRules.password("")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ascii", "\u00e9\u07ff", "\u0800\uffff漢字", "\uD83D\uDE80a\uD83D\uDC69"})
  void utf8Length_isThatOfTheEncodedText(String text) {
    assertThat(TextRules.utf8Length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void text_isBoundedInBytes() {
    assertThat(TextRules.isText("x".repeat(65_536))).isTrue();
    assertThat(TextRules.isText("x".repeat(65_537))).isFalse();
    assertThat(TextRules.isText("\u00e9".repeat(32_768))).isTrue();
    assertThat(TextRules.isText("\u00e9".repeat(32_769))).isFalse();
    assertThat(TextRules.isText("")).isFalse();
  }
}
