package io.jmessage.gui.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialsTest {

  @ParameterizedTest
  @CsvSource({
    "alice, A",
    "Ben Okafor, BO",
    "priya.nair, PN",
    "Anna Maria Schmidt, AS",
    "юлия, Ю",
    "田中 さくら, 田さ",
    "élodie, É",
    "🦊 fox, 🦊F",
    "👨‍👩‍👧‍👦, 👨‍👩‍👧‍👦",
    "--, ''",
  })
  void takesFirstAndLastWord_asPeopleSeeCharacters(String name, String expected) {
    assertThat(Initials.of(name)).isEqualTo(expected);
  }

  @Test
  void givesOneNameAlwaysTheSameColour() {
    assertThat(Initials.colour("alice")).isEqualTo(Initials.colour("alice"));
  }

  @Test
  void usesEveryColour_overManyNames() {
    var colours = IntStream.range(0, 500).mapToObj(i -> Initials.colour("user" + i)).distinct();

    assertThat(colours).hasSize(Initials.COLOURS).allMatch(c -> c >= 0 && c < Initials.COLOURS);
  }
}
