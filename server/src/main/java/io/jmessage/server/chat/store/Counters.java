package io.jmessage.server.chat.store;

import io.jmessage.server.replication.Address;
import io.jmessage.server.replication.Epoch;
import io.jmessage.server.replication.LogPosition;

/**
 * The row of {@code meta}: the next ids, the last time, the applied position. Held in memory and
 * written at the end of the transaction. Ids and times come from here only, so that they are the
 * same on every server. Writer thread only.
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

  /** What commands change, and what a batch that fails goes back to. */
  private static final class Values {
    long nextAccount;
    long nextConversation;
    long nextMessage;
    long nextRequest;
    long lastTimeMicros;

    void set(Values from) {
      nextAccount = from.nextAccount;
      nextConversation = from.nextConversation;
      nextMessage = from.nextMessage;
      nextRequest = from.nextRequest;
      lastTimeMicros = from.lastTimeMicros;
    }
  }

  private final SqlConnection sql;
  private final Values now = new Values();
  private final Values finished = new Values();
  private LogPosition applied = LogPosition.START;

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
    applied = read();
    finished.set(now);
    return applied;
  }

  private LogPosition read() {
    return sql.first(
            SELECT,
            row -> {
              if (row.getInt(1) != Schema.FORMAT) {
                throw new StoreException("the chat database has the format " + row.getInt(1));
              }
              now.nextAccount = row.getLong(2);
              now.nextConversation = row.getLong(3);
              now.nextMessage = row.getLong(4);
              now.nextRequest = row.getLong(5);
              now.lastTimeMicros = row.getLong(6);
              Epoch epoch = new Epoch(row.getLong(7), Address.parse(row.getString(8)));
              return new LogPosition(epoch, row.getLong(9), row.getLong(10));
            })
        .orElseThrow(() -> new StoreException("the chat database has no meta row"));
  }

  /** The commands up to there are through. */
  void finish(LogPosition upTo) {
    applied = upTo;
    finished.set(now);
  }

  /** Goes back to the last finish; returns the position of it. */
  LogPosition rollback() {
    now.set(finished);
    return applied;
  }

  /** Writes what is finished. */
  void save() {
    sql.update(
        UPDATE,
        finished.nextAccount,
        finished.nextConversation,
        finished.nextMessage,
        finished.nextRequest,
        finished.lastTimeMicros,
        applied.epoch().number(),
        applied.epoch().master().toString(),
        applied.index(),
        applied.chain());
  }

  long takeAccountId() {
    return now.nextAccount++;
  }

  long takeConversationId() {
    return now.nextConversation++;
  }

  long takeMessageId() {
    return now.nextMessage++;
  }

  long takeRequestId() {
    return now.nextRequest++;
  }

  /** The time of a command: as the master proposed, but later than every time before. */
  public long takeTime(long proposedMicros) {
    now.lastTimeMicros =
        Math.min(TIME_MICROS_MAX, Math.max(proposedMicros, now.lastTimeMicros + 1));
    return now.lastTimeMicros;
  }

  long nextAccount() {
    return now.nextAccount;
  }

  long nextConversation() {
    return now.nextConversation;
  }

  long nextMessage() {
    return now.nextMessage;
  }
}
