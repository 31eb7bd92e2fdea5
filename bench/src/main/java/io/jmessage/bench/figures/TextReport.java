package io.jmessage.bench.figures;

import java.io.PrintWriter;
import java.util.stream.IntStream;

/** The tables for the terminal. */
public final class TextReport {
  private static final String GAP = "  ";

  private TextReport() {}

  public static void print(Report report, PrintWriter out) {
    out.println();
    report.machine().forEach((aspect, words) -> out.println(aspect + ": " + words));
    for (Section section : report.sections()) {
      out.printf("%n== %s%n", section.title());
      section.notes().forEach(out::println);
      section.tables().stream().filter(table -> !table.detail()).forEach(t -> print(t, out));
    }
    out.flush();
  }

  private static void print(Table table, PrintWriter out) {
    out.printf("%n%s%n", table.title());
    int[] widths =
        IntStream.range(0, table.columns().size()).map(column -> width(table, column)).toArray();
    StringBuilder head = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      head.append(
          aligned(table.columns().get(column).title(), widths[column], table.isNumber(column)));
    }
    out.println(head.toString().stripTrailing());
    for (int row = 0; row < table.rows().size(); row++) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        line.append(aligned(table.text(row, column), widths[column], table.isNumber(column)));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  private static int width(Table table, int column) {
    return IntStream.range(0, table.rows().size())
        .map(row -> table.text(row, column).length())
        .reduce(table.columns().get(column).title().length(), Math::max);
  }

  private static String aligned(String text, int width, boolean right) {
    String padding = " ".repeat(width - text.length());
    return (right ? padding + text : text + padding) + GAP;
  }
}
