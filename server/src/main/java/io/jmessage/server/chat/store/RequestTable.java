package io.jmessage.server.chat.store;

import com.google.protobuf.ByteString;
import io.jmessage.server.chat.model.ErrorCode;
import io.jmessage.server.chat.model.RequestId;
import java.util.Optional;

/**
 * What became of each request id, for ever: the reason why retrying is safe (I7). Only the rare
 * commands are here; a send is recognised by its client message id, and marks are maxima. Writer
 * thread only.
 */
public final class RequestTable {

  /**
   * A request that took effect.
   *
   * @param kind the command's number
   * @param sessionHash of a login: the session it opened; else empty
   */
  public record Remembered(int kind, ErrorCode code, ByteString sessionHash) {}

  static final String SELECT =
      "SELECT kind, code, session_hash FROM requests WHERE client_id = ? AND sequence = ?";
  private static final String INSERT =
      "INSERT INTO requests (id, client_id, sequence, kind, code, session_hash)"
          + " VALUES (?, ?, ?, ?, ?, ?)";

  private final SqlConnection sql;
  private final Counters counters;

  RequestTable(SqlConnection sql, Counters counters) {
    this.sql = sql;
    this.counters = counters;
  }

  public Optional<Remembered> find(RequestId id) {
    return find(sql, id);
  }

  static Optional<Remembered> find(SqlConnection sql, RequestId id) {
    return sql.first(
        SELECT,
        row ->
            new Remembered(row.getInt(1), ErrorCode.of(row.getInt(2)), SqlConnection.bytes(row, 3)),
        id.clientId(),
        id.sequence());
  }

  public void remember(RequestId id, Remembered request) {
    sql.update(
        INSERT,
        counters.takeRequestId(),
        id.clientId(),
        id.sequence(),
        request.kind(),
        request.code().number(),
        request.sessionHash());
  }
}
