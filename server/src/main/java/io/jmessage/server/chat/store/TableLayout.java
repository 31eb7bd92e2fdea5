package io.jmessage.server.chat.store;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot and a digest need to know of a table.
 *
 * @param columns in canonical order; the first is the primary key
 */
record TableLayout(String name, List<Column> columns) {

  /** How a value is written. */
  enum Type {
    NUMBER,
    FLAG,
    TEXT,
    BYTES
  }

  /**
   * @param ifMissing what a snapshot of a version without the column stands for; null: every
   *     version has it
   */
  record Column(String name, Type type, @Nullable Object ifMissing) {}

  static TableLayout of(String name, Column... columns) {
    return new TableLayout(name, List.of(columns));
  }

  static Column number(String name) {
    return new Column(name, Type.NUMBER, null);
  }

  static Column flag(String name) {
    return new Column(name, Type.FLAG, null);
  }

  static Column text(String name) {
    return new Column(name, Type.TEXT, null);
  }

  /** A column that came later; such columns are the last ones. */
  static Column addedText(String name, String ifMissing) {
    return new Column(name, Type.TEXT, ifMissing);
  }

  static Column bytes(String name) {
    return new Column(name, Type.BYTES, null);
  }

  String key() {
    return columns.get(0).name();
  }

  String firstPageSql() {
    return "SELECT " + columnList() + " FROM " + name + " ORDER BY " + key() + " LIMIT ?";
  }

  String nextPageSql() {
    return "SELECT %s FROM %s WHERE %s > ? ORDER BY %s LIMIT ?"
        .formatted(columnList(), name, key(), key());
  }

  String insertSql() {
    String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    return "INSERT INTO " + name + " (" + columnList() + ") VALUES (" + marks + ")";
  }

  private String columnList() {
    return columns.stream().map(Column::name).collect(Collectors.joining(", "));
  }
}
