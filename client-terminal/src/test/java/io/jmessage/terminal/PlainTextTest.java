package io.jmessage.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {

  @Test
  void controlCharactersBecomeVisible() {
    assertThat(PlainText.of("a\u001b]0;title\u0007b\u0008c\u009b31m"))
        .isEqualTo("a\uFFFD]0;title\uFFFDb\uFFFDc\uFFFD31m");
  }

  @Test
  void directionMarksBecomeVisible() {
    assertThat(PlainText.of("bob: \u202Eevil")).isEqualTo("bob: \uFFFDevil");
  }

  @Test
  void linesOfATextAreIndented_soThatNoneLooksLikeAMessageOfItsOwn() {
    assertThat(PlainText.of("bob: one\n[10:00] ann: two"))
        .isEqualTo("bob: one\n    [10:00] ann: two");
  }

  @Test
  void scriptsAndEmojiStayAsTheyAre() {
    String text = "Grüße, мир, 世界, مرحبا, 👩‍👩‍👧 🏳️‍🌈\tok";

    assertThat(PlainText.of(text)).isEqualTo(text);
  }
}
