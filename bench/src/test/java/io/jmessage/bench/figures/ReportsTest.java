package io.jmessage.bench.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One run for the terminal, for programs and for people. */
class ReportsTest {
  private static final List<Column> COLUMNS =
      List.of(Column.of("system", "system"), Column.of("rate", "rate/s", 1));

  private static final Report REPORT =
      new Report(
          "./jmessage bench send --size=<100>",
          Map.of("processors", "2 & no more"),
          List.of(
              new Section(
                  "send",
                  "Acknowledged writes",
                  List.of("left out: \"nats\""),
                  List.of(
                      Table.of(
                          "medians",
                          "Medians",
                          COLUMNS,
                          List.of(List.of("ours", 1234.56), List.of("theirs", Double.NaN))),
                      new Table("rounds", "Every round", COLUMNS, List.of(), true)),
                  List.of(
                      new Plot(
                          "Rates",
                          "1/s",
                          List.of(new Plot.Bar("ours", 2.0, List.of(1.0, 3.0), true)))))));

  @Test
  void text_hasTheTables_butForTheDetails() {
    StringWriter text = new StringWriter();

    TextReport.print(REPORT, new PrintWriter(text));

    assertThat(text.toString())
        .contains("processors: 2 & no more", "left out: \"nats\"")
        .containsPattern("ours +1,234\\.6\\n")
        .containsPattern("theirs +-\\n")
        .doesNotContain("Every round");
  }

  @Test
  void json_hasEveryRow_andNoNumberThatIsNone() {
    JsonObject send =
        JsonParser.parseString(JsonReport.of(REPORT))
            .getAsJsonObject()
            .getAsJsonObject("measures")
            .getAsJsonObject("send");

    JsonObject ours = send.getAsJsonArray("medians").get(0).getAsJsonObject();
    assertThat(ours.get("system").getAsString()).isEqualTo("ours");
    assertThat(ours.get("rate").getAsDouble()).isEqualTo(1234.56);
    assertThat(send.getAsJsonArray("medians").get(1).getAsJsonObject().get("rate").isJsonNull())
        .isTrue();
    assertThat(send.getAsJsonArray("rounds")).isEmpty();
  }

  @Test
  void page_needsNothingFromElsewhere_andTakesWordsAsWords() {
    String page = HtmlReport.of(REPORT);

    assertThat(page)
        .contains("<svg", "--size=&lt;100&gt;", "2 &amp; no more", "<h2 id=\"send\">")
        .doesNotContain("<script", "<link", "src=", "url(")
        .endsWith("</html>\n");
  }

  @Test
  void tableWhoseRowsDoNotFit_isRefused() {
    assertThatThrownBy(() -> Table.of("medians", "Medians", COLUMNS, List.of(List.of("ours"))))
        .hasMessage("medians: 1 cells for 2 columns");
  }
}
