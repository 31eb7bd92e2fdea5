package io.jmessage.server.chat.store;

import io.jmessage.server.chat.store.MessageTable.Row;
import io.jmessage.server.chat.store.MessageTypes.Receiver;

/**
 * Cheap checks when a database is opened. H2 does not checksum its pages: a file that opens may
 * still be wrong, and what these find is rebuilt from snapshot and log.
 */
final class OpenCheck {

  /** The newest rows are the ones that a torn write would have hit. */
  private static final int SAMPLE = 256;

  private OpenCheck() {}

  /**
   * Cuts off what no transaction has counted, and checks the rest.
   *
   * @throws StoreException if something contradicts itself
   */
  static void check(SqlConnection sql, MessageMaps messages) {
    Counters counters = new Counters(sql);
    counters.load();
    expectBelow(sql, "accounts", counters.nextAccount());
    expectBelow(sql, "conversations", counters.nextConversation());
    messages.truncate(counters.nextMessage());
    checkNewestMessages(sql, messages);
  }

  private static void expectBelow(SqlConnection sql, String table, long next) {
    long max = sql.number("SELECT COALESCE(MAX(id), 0) FROM " + table);
    if (max >= next) {
      throw new StoreException(table + " holds id " + max + ", but the next is " + next);
    }
  }

  /** The maps lead to the same rows, and the conversations know them, none missing at the end. */
  private static void checkNewestMessages(SqlConnection sql, MessageMaps messages) {
    long known = sql.number("SELECT COALESCE(MAX(last_message), 0) FROM conversations");
    if (known > messages.lastId()) {
      throw new StoreException("message " + known + " is missing");
    }
    for (Row row : messages.after(messages.lastId() - SAMPLE, SAMPLE)) {
      checkMessage(sql, messages, row);
    }
  }

  private static void checkMessage(SqlConnection sql, MessageMaps messages, Row row) {
    Receiver there = messages.at(row.conversation(), row.sequence());
    long counted =
        sql.number(
            "SELECT (SELECT COUNT(*) FROM conversations WHERE id = ? AND last_sequence >= ?"
                + " AND last_message >= ?) + (SELECT COUNT(*) FROM removed WHERE conversation = ?)",
            row.conversation(),
            row.sequence(),
            row.id(),
            row.conversation());
    if (counted == 0 || there == null || there.message() != row.id()) {
      throw new StoreException(row + " is not where its conversation says");
    }
  }
}
