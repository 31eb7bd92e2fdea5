package io.jmessage.gui.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.jmessage.gui.support.Links.Part;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {

  @Test
  void findsEveryLink_andKeepsTheTextAroundIt() {
    assertThat(Links.of("see https://a.org/x?y=1#z and http://b.org too"))
        .containsExactly(
            new Part("see ", false),
            new Part("https://a.org/x?y=1#z", true),
            new Part(" and ", false),
            new Part("http://b.org", true),
            new Part(" too", false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Look at https://a.org/x.        | https://a.org/x
          Is it https://a.org/x?          | https://a.org/x
          (see https://a.org/x)           | https://a.org/x
          (see https://a.org/x).          | https://a.org/x
          https://a.org/Java_(language)   | https://a.org/Java_(language)
          [https://a.org/x]               | https://a.org/x
          <https://a.org/x>               | https://a.org/x
          “https://a.org/x”               | https://a.org/x
          HTTPS://A.ORG                   | HTTPS://A.ORG
          """)
  void leavesOutWhatBelongsToTheSentence(String text, String link) {
    List<String> links =
        Links.of(text.strip()).stream().filter(Part::link).map(Part::text).toList();

    assertThat(links).containsExactly(link);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no link",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "xhttps://a.org",
        "https://",
        "a.org"
      })
  void takesNothingElseForALink(String text) {
    assertThat(Links.of(text)).noneMatch(Part::link);
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://a.org.", "a https://b.org/(c) 😀 https://d.org, e", "x", ""})
  void partsJoinedAreTheText(String text) {
    StringBuilder joined = new StringBuilder();
    Links.of(text).forEach(part -> joined.append(part.text()));

    assertThat(joined).hasToString(text);
  }
}
