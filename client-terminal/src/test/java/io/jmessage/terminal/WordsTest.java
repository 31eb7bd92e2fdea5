package io.jmessage.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

  @Test
  void restStandsAsTyped() {
    Words words = new Words("send bob it's  \"fine\" -- yes");

    assertThat(words.next()).contains("send");
    assertThat(words.next()).contains("bob");
    assertThat(words.rest()).isEqualTo("it's  \"fine\" -- yes");
  }

  @Test
  void quotedWordHoldsBlanks() {
    Words words = new Words("  send \"Ann Lee\"  hello ");

    assertThat(words.next()).contains("send");
    assertThat(words.next()).contains("Ann Lee");
    assertThat(words.rest()).isEqualTo("hello");
    assertThat(Words.quoted("Ann Lee")).isEqualTo("\"Ann Lee\"");
    assertThat(Words.quoted("Ann")).isEqualTo("Ann");
  }

  @Test
  void quoteThatIsNotClosed_isAnOrdinaryCharacter() {
    Words words = new Words("\"hello there");

    assertThat(words.next()).contains("\"hello");
    assertThat(words.next()).contains("there");
    assertThat(words.next()).isEmpty();
  }
}
