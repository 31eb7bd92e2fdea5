package io.jmessage.bench.figures;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One page that needs nothing from elsewhere: styles within, plots as SVG, no scripts. */
public final class HtmlReport {
  private static final String STYLE =
      """
      body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem;
        padding: 0 1rem; color: #1c2430; background: #fff; }
      table { border-collapse: collapse; margin: 0.6rem 0 1.4rem; font-size: 0.86rem;
        font-variant-numeric: tabular-nums; display: block; overflow-x: auto; }
      th, td { padding: 0.2rem 0.6rem; border-bottom: 1px solid #d8dee6; text-align: left;
        white-space: nowrap; }
      td.n, th.n { text-align: right; }
      th { border-bottom: 2px solid #8793a3; }
      figure { margin: 0 0 1.4rem; }
      figcaption { font-weight: 600; }
      dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.1rem 1rem; }
      dt { color: #5b6878; } dd { margin: 0; }
      code { background: #f1f4f8; padding: 0.1rem 0.3rem; overflow-wrap: anywhere; }
      """;

  private HtmlReport() {}

  public static String of(Report report) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<title>Jmessage benchmarks</title>\n<style>\n").append(STYLE);
    page.append("</style>\n</head>\n<body>\n<h1>Jmessage benchmarks</h1>\n<p>Made by <code>");
    page.append(escaped(report.command())).append("</code></p>\n<dl>\n");
    report
        .machine()
        .forEach(
            (aspect, words) ->
                page.append("<dt>%s</dt><dd>%s</dd>%n".formatted(escaped(aspect), escaped(words))));
    page.append("</dl>\n");
    report.sections().forEach(section -> page.append(section(section)));
    return page.append("</body>\n</html>\n").toString();
  }

  private static String section(Section section) {
    StringBuilder text = new StringBuilder();
    text.append("<h2 id=\"%s\">%s</h2>%n".formatted(section.id(), escaped(section.title())));
    section.notes().forEach(note -> text.append("<p>%s</p>%n".formatted(escaped(note))));
    section.plots().forEach(plot -> text.append(SvgPlot.of(plot)));
    section.tables().forEach(table -> text.append(table(table)));
    return text.toString();
  }

  private static String table(Table table) {
    String title = escaped(table.title());
    String rows =
        IntStream.range(0, table.rows().size())
            .mapToObj(row -> row(table, row))
            .collect(Collectors.joining());
    String body = "<table>\n<thead><tr>" + head(table) + "</tr></thead>\n" + rows + "</table>\n";
    return table.detail()
        ? "<details><summary>%s</summary>%n%s</details>%n".formatted(title, body)
        : "<h3>%s</h3>%n%s".formatted(title, body);
  }

  private static String head(Table table) {
    return IntStream.range(0, table.columns().size())
        .mapToObj(
            i ->
                "<th%s>%s</th>".formatted(align(table, i), escaped(table.columns().get(i).title())))
        .collect(Collectors.joining());
  }

  private static String row(Table table, int row) {
    return IntStream.range(0, table.columns().size())
        .mapToObj(i -> "<td%s>%s</td>".formatted(align(table, i), escaped(table.text(row, i))))
        .collect(Collectors.joining("", "<tr>", "</tr>\n"));
  }

  private static String align(Table table, int column) {
    return table.isNumber(column) ? " class=\"n\"" : "";
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
