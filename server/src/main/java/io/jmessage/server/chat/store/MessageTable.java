package io.jmessage.server.chat.store;

import com.google.protobuf.ByteString;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages. New ones stay in memory until {@link #flush}, so that a transaction inserts them as one
 * batch. Writer thread only.
 */
public final class MessageTable {

  /** A row. {@code received}: reached its receiver, though an earlier one did not. */
  public record Row(
      long id,
      long conversation,
      long sequence,
      long sender,
      long receiver,
      String text,
      long timeMicros,
      boolean received,
      boolean merged,
      ByteString clientMessageId) {

    /** Names no text: it may end up in a log. */
    @Override
    public String toString() {
      return "message " + id;
    }
  }

  /** A row without its text. */
  public record Stub(long id, long conversation, long sequence, long receiver, boolean received) {}

  private record ClientKey(long sender, ByteString clientMessageId) {}

  private static final String COLUMNS =
      "id, conversation, sequence, sender, receiver, text, time, received, merged,"
          + " client_message_id";
  private static final String BY_ID = "SELECT " + COLUMNS + " FROM messages WHERE id = ?";
  private static final String BY_CLIENT_ID =
      "SELECT " + COLUMNS + " FROM messages WHERE client_message_id = ? AND sender = ?";
  private static final String STUB =
      "SELECT id, conversation, sequence, receiver, received FROM messages WHERE id = ?";
  private static final String STUBS_AFTER =
      "SELECT id, conversation, sequence, receiver, received FROM messages"
          + " WHERE conversation = ? AND sequence > ? ORDER BY sequence LIMIT ?";
  private static final String COUNT_UNRECEIVED =
      "SELECT COUNT(*) FROM messages WHERE conversation = ? AND sequence > ? AND sequence <= ?"
          + " AND receiver = ? AND NOT received";
  private static final String COUNT_TO =
      "SELECT COUNT(*) FROM messages WHERE conversation = ? AND sequence > ? AND sequence <= ?"
          + " AND receiver = ?";
  private static final String MARK_RECEIVED = "UPDATE messages SET received = TRUE WHERE id = ?";
  private static final String REMOVE = "DELETE FROM messages WHERE conversation = ?";

  private final SqlConnection sql;
  private final Counters counters;
  private final List<Row> pending = new ArrayList<>();
  private final Map<ClientKey, Row> pendingByClientId = new HashMap<>();

  MessageTable(SqlConnection sql, Counters counters) {
    this.sql = sql;
    this.counters = counters;
  }

  /** The message that this sender sent under this id, if it did. */
  public Optional<Row> find(long sender, ByteString clientMessageId) {
    Row waiting = pendingByClientId.get(new ClientKey(sender, clientMessageId));
    if (waiting != null) {
      return Optional.of(waiting);
    }
    return sql.first(BY_CLIENT_ID, MessageTable::row, clientMessageId, sender);
  }

  public long takeId() {
    return counters.takeMessageId();
  }

  public void insert(Row row) {
    pending.add(row);
    if (!row.clientMessageId().isEmpty()) {
      pendingByClientId.put(new ClientKey(row.sender(), row.clientMessageId()), row);
    }
  }

  Optional<Row> row(long id) {
    flush();
    return sql.first(BY_ID, MessageTable::row, id);
  }

  public Optional<Stub> stub(long id) {
    flush();
    return sql.first(STUB, MessageTable::stub, id);
  }

  List<Stub> stubsAfter(long conversation, long sequence, int limit) {
    flush();
    return sql.list(STUBS_AFTER, MessageTable::stub, conversation, sequence, limit);
  }

  /** Messages to the receiver with after < sequence <= upTo that are not marked one by one. */
  long countUnreceived(long conversation, long after, long upTo, long receiver) {
    flush();
    return sql.number(COUNT_UNRECEIVED, conversation, after, upTo, receiver);
  }

  /** Messages to the receiver with after < sequence <= upTo. */
  long countTo(long conversation, long after, long upTo, long receiver) {
    flush();
    return sql.number(COUNT_TO, conversation, after, upTo, receiver);
  }

  void markReceived(long id) {
    flush();
    sql.update(MARK_RECEIVED, id);
  }

  void removeAll(long conversation) {
    flush();
    sql.update(REMOVE, conversation);
  }

  void flush() {
    if (pending.isEmpty()) {
      return;
    }
    List<@Nullable Object[]> rows = new ArrayList<>(pending.size());
    pending.forEach(row -> rows.add(insertArguments(row)));
    sql.batch(Schema.MESSAGES.insertSql(), rows);
    clearCache();
  }

  void clearCache() {
    pending.clear();
    pendingByClientId.clear();
  }

  private static @Nullable Object[] insertArguments(Row row) {
    return new @Nullable Object[] {
      row.id,
      row.conversation,
      row.sequence,
      row.sender,
      row.receiver,
      row.text,
      row.timeMicros,
      row.received,
      row.merged,
      row.clientMessageId.isEmpty() ? null : row.clientMessageId
    };
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        row.getLong(1),
        row.getLong(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        row.getString(6),
        row.getLong(7),
        row.getBoolean(8),
        row.getBoolean(9),
        SqlConnection.bytes(row, 10));
  }

  private static Stub stub(ResultSet row) throws SQLException {
    return new Stub(
        row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getBoolean(5));
  }
}
