package io.jmessage.server.chat.store;

import io.jmessage.server.replication.LogPosition;
import java.util.List;

/**
 * Cheap checks when a database is opened. H2 does not checksum its pages: a file that opens may
 * still be wrong, and what these find is rebuilt from snapshot and log.
 */
final class OpenCheck {

  /** The newest rows are the ones that a torn write would have hit. */
  private static final int SAMPLE = 256;

  private OpenCheck() {}

  /**
   * Returns the applied position.
   *
   * @throws StoreException if something contradicts itself
   */
  static LogPosition check(SqlConnection sql) {
    Counters counters = new Counters(sql);
    LogPosition applied = counters.load();
    expectBelow(sql, "accounts", counters.nextAccount());
    expectBelow(sql, "conversations", counters.nextConversation());
    expectBelow(sql, "messages", counters.nextMessage());
    checkNewestMessages(sql);
    return applied;
  }

  private static void expectBelow(SqlConnection sql, String table, long next) {
    long max = sql.number("SELECT COALESCE(MAX(id), 0) FROM " + table);
    if (max >= next) {
      throw new StoreException(table + " holds id " + max + ", but the next is " + next);
    }
  }

  /** The index by sequence leads to the same rows as the key, and the conversations know them. */
  private static void checkNewestMessages(SqlConnection sql) {
    List<MessageTable.Stub> newest =
        sql.list(
            "SELECT id, conversation, sequence FROM messages ORDER BY id DESC LIMIT " + SAMPLE,
            row -> new MessageTable.Stub(row.getLong(1), row.getLong(2), row.getLong(3), 0, false));
    for (MessageTable.Stub stub : newest) {
      long found =
          sql.number(
              "SELECT COUNT(*) FROM messages m JOIN conversations c ON c.id = m.conversation"
                  + " WHERE m.conversation = ? AND m.sequence = ? AND m.id = ?"
                  + " AND c.last_sequence >= m.sequence AND c.last_message >= m.id",
              stub.conversation(),
              stub.sequence(),
              stub.id());
      if (found != 1) {
        throw new StoreException("message " + stub.id() + " is not where its index says");
      }
    }
  }
}
