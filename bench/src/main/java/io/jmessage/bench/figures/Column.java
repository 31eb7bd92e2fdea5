package io.jmessage.bench.figures;

/**
 * One column of a table.
 *
 * @param id for programs
 * @param title for people, with the unit
 * @param decimals of numbers, for people
 */
public record Column(String id, String title, int decimals) {
  /** Of words or whole numbers. */
  public static Column of(String id, String title) {
    return new Column(id, title, 0);
  }

  public static Column of(String id, String title, int decimals) {
    return new Column(id, title, decimals);
  }
}
