package io.jmessage.system.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextGeneratorTest {

  @Test
  void makesTheSameLines_fromTheSameSeed() {
    List<String> lines = new TextGenerator(1).lines(100);

    assertThat(new TextGenerator(1).lines(100)).isEqualTo(lines);
    assertThat(new TextGenerator(2).lines(100)).isNotEqualTo(lines);
  }

  @Test
  void writesInManyScripts_alsoBeyondTheFirstPlane() {
    List<String> lines = new TextGenerator(1).lines(1000);

    Set<UnicodeScript> scripts =
        lines.stream()
            .flatMapToInt(String::codePoints)
            .mapToObj(UnicodeScript::of)
            .collect(Collectors.toSet());
    assertThat(scripts).hasSizeGreaterThan(15);
    assertThat(lines).anyMatch(line -> line.codePoints().anyMatch(c -> c > 0xFFFF));
    assertThat(lines).noneMatch(line -> line.contains("\uFFFD"));
  }
}
