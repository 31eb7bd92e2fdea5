package io.jmessage.server.chat.store;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.store.MessageTable.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as rows of {@link Schema#MESSAGES}: in snapshots, digests, and tables of versions
 * before.
 */
final class MessageRows {
  private final SqlConnection sql;
  private final MessageMaps maps;

  MessageRows(SqlConnection sql, MessageMaps maps) {
    this.sql = sql;
    this.maps = maps;
  }

  void insert(List<@Nullable Object[]> rows) {
    List<@Nullable Object[]> received = new ArrayList<>();
    for (@Nullable Object[] values : rows) {
      Row row = row(values);
      maps.insert(row);
      if (Boolean.TRUE.equals(values[7])) {
        received.add(
            new @Nullable Object[] {row.id(), row.conversation(), row.sequence(), row.receiver()});
      }
    }
    sql.batch(MessageTable.MARK_RECEIVED, received);
  }

  static @Nullable Object[] values(Row row, boolean received) {
    return new @Nullable Object[] {
      row.id(),
      row.conversation(),
      row.sequence(),
      row.sender(),
      row.receiver(),
      row.text(),
      row.timeMicros(),
      received,
      row.merged(),
      row.clientMessageId().isEmpty() ? null : row.clientMessageId().toByteArray()
    };
  }

  private static Row row(@Nullable Object[] values) {
    byte @Nullable [] clientMessageId = (byte @Nullable []) values[9];
    return new Row(
        number(values[0]),
        number(values[1]),
        number(values[2]),
        number(values[3]),
        number(values[4]),
        values[5] instanceof String text ? text : "",
        number(values[6]),
        Boolean.TRUE.equals(values[8]),
        clientMessageId == null ? ByteString.EMPTY : ByteString.copyFrom(clientMessageId));
  }

  private static long number(@Nullable Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw new StoreException("a message lacks a number");
  }
}
