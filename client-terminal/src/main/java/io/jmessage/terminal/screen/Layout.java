package io.jmessage.terminal.screen;

/**
 * How the cells are shared out. From 60 columns on, list and messages stand side by side; below
 * that one of them is there, the one that the keys go to.
 */
record Layout(int columns, int rows, int listColumns, int chatColumns, int bodyRows) {
  private static final int BOTH_FROM = 60;

  /** Title, rule, input and status. */
  private static final int AROUND = 4;

  static Layout of(int columns, int rows, ScreenModel.Focus focus) {
    int body = Math.max(1, rows - AROUND);
    if (columns >= BOTH_FROM) {
      int list = Math.min(30, Math.max(18, columns / 4));
      return new Layout(columns, rows, list, columns - list - 1, body);
    }
    boolean list = focus == ScreenModel.Focus.LIST || focus == ScreenModel.Focus.FILTER;
    return new Layout(columns, rows, list ? columns : 0, list ? 0 : columns, body);
  }
}
