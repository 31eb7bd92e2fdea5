package io.jmessage.server.chat.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Brings messages of a version before, which had them in a table, into the maps. */
final class OlderMessages {
  private static final int PAGE_ROWS = 1_000;
  private static final String TABLES =
      "SELECT COUNT(*) FROM information_schema.tables"
          + " WHERE table_schema = 'PUBLIC' AND table_name = 'MESSAGES'";

  private OlderMessages() {}

  /** Does nothing if there is no such table. A crash in the middle only makes it begin again. */
  static void move(SqlConnection sql, MessageMaps maps) {
    if (sql.number(TABLES) == 0) {
      return;
    }
    sql.update("DELETE FROM received");
    MessageRows rows = new MessageRows(sql, maps);
    TableLayout layout = Schema.MESSAGES;
    List<@Nullable Object[]> page = page(sql, layout.firstPageSql(), PAGE_ROWS);
    while (!page.isEmpty()) {
      rows.insert(page);
      maps.write();
      page = page(sql, layout.nextPageSql(), page.get(page.size() - 1)[0], PAGE_ROWS);
    }
    sql.update("DROP TABLE messages");
    sql.commit();
  }

  private static List<@Nullable Object[]> page(
      SqlConnection sql, String pageSql, @Nullable Object... arguments) {
    return sql.list(pageSql, row -> SnapshotFormat.row(row, Schema.MESSAGES), arguments);
  }
}
