package io.jmessage.bench.figures;

import java.util.List;
import java.util.Locale;

/**
 * Rows of figures: words, {@link Long}, {@link Integer} or {@link Double}.
 *
 * @param id for programs
 * @param detail for those who want to know all: not on the terminal
 */
public record Table(
    String id, String title, List<Column> columns, List<List<Object>> rows, boolean detail) {
  public Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "%s: %d cells for %d columns".formatted(id, row.size(), columns.size()));
      }
    }
  }

  /** For the terminal, too. */
  public static Table of(String id, String title, List<Column> columns, List<List<Object>> rows) {
    return new Table(id, title, columns, rows, false);
  }

  /** A cell for people. */
  String text(int row, int column) {
    Object value = rows.get(row).get(column);
    if (value instanceof Double number) {
      return Double.isNaN(number)
          ? "-"
          : String.format(Locale.ROOT, "%,." + columns.get(column).decimals() + "f", number);
    }
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : value.toString();
  }

  boolean isNumber(int column) {
    return !rows.isEmpty() && rows.get(0).get(column) instanceof Number;
  }
}
