package io.jmessage.server.chat.store;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;

/**
 * The row of {@code meta}: the next ids, the last time, the applied position. Held in memory and
 * written once per transaction. Ids and times come from here only, so that they are the same on
 * every server. Writer thread only.
 */
public final class Counters {
  private static final String SELECT =
      "SELECT format, next_account, next_conversation, next_message, next_request, last_time,"
          + " epoch_number, epoch_master, applied_index, chain FROM meta WHERE id = 0";
  private static final String INSERT =
      "INSERT INTO meta (id, format, next_account, next_conversation, next_message, next_request,"
          + " last_time, epoch_number, epoch_master, applied_index, chain)"
          + " VALUES (0, ?, 1, 1, 1, 1, 0, ?, ?, ?, ?)";
  private static final String UPDATE =
      "UPDATE meta SET next_account = ?, next_conversation = ?, next_message = ?, next_request = ?,"
          + " last_time = ?, epoch_number = ?, epoch_master = ?, applied_index = ?, chain = ?"
          + " WHERE id = 0";

  /** The last microsecond of the year 9999, which is the last that a protobuf Timestamp can say. */
  private static final long TIME_MICROS_MAX = 253_402_300_799_999_999L;

  private final SqlConnection sql;
  private long nextAccount;
  private long nextConversation;
  private long nextMessage;
  private long nextRequest;
  private long lastTimeMicros;

  Counters(SqlConnection sql) {
    this.sql = sql;
  }

  static void create(SqlConnection sql) {
    LogPosition start = LogPosition.START;
    sql.update(
        INSERT,
        Schema.FORMAT,
        start.epoch().number(),
        start.epoch().master().toString(),
        start.index(),
        start.chain());
  }

  /** Reads the row, forgetting what was not written; returns the applied position. */
  LogPosition load() {
    return sql.first(
            SELECT,
            row -> {
              if (row.getInt(1) != Schema.FORMAT) {
                throw new StoreException("the chat database has the format " + row.getInt(1));
              }
              nextAccount = row.getLong(2);
              nextConversation = row.getLong(3);
              nextMessage = row.getLong(4);
              nextRequest = row.getLong(5);
              lastTimeMicros = row.getLong(6);
              Epoch epoch = new Epoch(row.getLong(7), Address.parse(row.getString(8)));
              return new LogPosition(epoch, row.getLong(9), row.getLong(10));
            })
        .orElseThrow(() -> new StoreException("the chat database has no meta row"));
  }

  void save(LogPosition applied) {
    sql.update(
        UPDATE,
        nextAccount,
        nextConversation,
        nextMessage,
        nextRequest,
        lastTimeMicros,
        applied.epoch().number(),
        applied.epoch().master().toString(),
        applied.index(),
        applied.chain());
  }

  long takeAccountId() {
    return nextAccount++;
  }

  long takeConversationId() {
    return nextConversation++;
  }

  long takeMessageId() {
    return nextMessage++;
  }

  long takeRequestId() {
    return nextRequest++;
  }

  /** The time of a command: as the master proposed, but later than every time before. */
  public long takeTime(long proposedMicros) {
    lastTimeMicros = Math.min(TIME_MICROS_MAX, Math.max(proposedMicros, lastTimeMicros + 1));
    return lastTimeMicros;
  }

  long nextAccount() {
    return nextAccount;
  }

  long nextConversation() {
    return nextConversation;
  }

  long nextMessage() {
    return nextMessage;
  }
}
