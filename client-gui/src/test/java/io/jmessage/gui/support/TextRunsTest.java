package io.jmessage.gui.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.support.TextRuns.Run;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextRunsTest {
  private static final String FAMILY = "👨‍👩‍👧‍👦";
  private static final String FLAG = "🇳🇴";
  private static final String THUMB_WITH_SKIN = "👍🏽";

  @Test
  void keepsPlainTextWhole() {
    assertThat(TextRuns.of("no emoji here: é, ü, #1"))
        .containsExactly(new Run("no emoji here: é, ü, #1", false));
  }

  @Test
  void separatesEmojiFromText() {
    assertThat(TextRuns.of("hi 😀😀 you"))
        .containsExactly(new Run("hi ", false), new Run("😀😀", true), new Run(" you", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {FAMILY, FLAG, THUMB_WITH_SKIN, "❤️", "1️⃣", "☎️", "✅", "⭐"})
  void keepsWhatPeopleSeeAsOneTogether(String emoji) {
    assertThat(TextRuns.of("a" + emoji + "b"))
        .containsExactly(new Run("a", false), new Run(emoji, true), new Run("b", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "Привет 👋 мир", FAMILY + FLAG, "e\u0301💥\n\n", "©︎ ☎︎"})
  void losesNothing(String text) {
    assertThat(TextRuns.of(text).stream().map(Run::text).collect(Collectors.joining()))
        .isEqualTo(text);
  }

  @Test
  void takesTextStyleAsText_whenTheWriterAskedForIt() {
    assertThat(TextRuns.of("☎︎")).containsExactly(new Run("☎︎", false));
  }

  @Test
  void knowsMessagesOfEmojiOnly_upToTheLimit() {
    assertThat(TextRuns.onlyEmoji(FAMILY + FLAG + "😀", 3)).isTrue();
    assertThat(TextRuns.onlyEmoji("😀😀😀😀", 3)).isFalse();
    assertThat(TextRuns.onlyEmoji("😀 ok", 3)).isFalse();
    assertThat(TextRuns.onlyEmoji("", 3)).isFalse();
  }

  @Test
  void shortensBetweenClusters() {
    assertThat(TextRuns.shorten("a" + FAMILY + "b", 2)).isEqualTo("a" + FAMILY);
    assertThat(TextRuns.shorten("ab", 5)).isEqualTo("ab");
  }
}
