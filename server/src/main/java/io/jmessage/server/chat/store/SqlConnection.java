package io.jmessage.server.chat.store;

import com.google.protobuf.ByteString;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC connection that keeps its prepared statements. Statements come from constants of this
 * package, so there are few of them. Not thread-safe.
 */
public final class SqlConnection implements AutoCloseable {

  /** Turns the current row into a value. */
  interface RowMapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private @Nullable Savepoint mark;

  /** Something was changed since the mark. */
  private boolean touched;

  SqlConnection(Connection connection) {
    this.connection = connection;
  }

  <T> List<T> list(String sql, RowMapper<T> mapper, @Nullable Object... arguments) {
    try {
      PreparedStatement statement = bind(sql, arguments);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> values = new ArrayList<>();
        while (rows.next()) {
          values.add(mapper.map(rows));
        }
        return values;
      }
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  <T> Optional<T> first(String sql, RowMapper<T> mapper, @Nullable Object... arguments) {
    try {
      PreparedStatement statement = bind(sql, arguments);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(mapper.map(rows)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  /** For a query that always has a row, such as a count. */
  long number(String sql, @Nullable Object... arguments) {
    return first(sql, row -> row.getLong(1), arguments)
        .orElseThrow(() -> new StoreException("no row from: " + sql));
  }

  int update(String sql, @Nullable Object... arguments) {
    touched = true;
    try {
      return bind(sql, arguments).executeUpdate();
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  /** One statement for many rows. */
  void batch(String sql, Iterable<@Nullable Object[]> rows) {
    touched = true;
    try {
      PreparedStatement statement = prepared(sql);
      for (@Nullable Object[] row : rows) {
        setArguments(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    } catch (SQLException e) {
      throw failure(sql, e);
    }
  }

  /** {@link #rollbackToMark} leaves what has been done so far. */
  void mark() {
    if (!touched) {
      return;
    }
    try {
      mark = connection.setSavepoint();
      touched = false;
    } catch (SQLException e) {
      throw failure("savepoint", e);
    }
  }

  /** Undoes what was done since the last mark of this transaction, or all of it. */
  void rollbackToMark() {
    try {
      if (mark == null) {
        connection.rollback();
      } else {
        connection.rollback(mark);
      }
    } catch (SQLException e) {
      throw failure("rollback", e);
    }
  }

  /** Undoes what was done in this transaction. */
  void rollback() {
    mark = null;
    rollbackToMark();
  }

  void commit() {
    try {
      connection.commit();
      mark = null;
      touched = false;
    } catch (SQLException e) {
      throw failure("commit", e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure("close", e);
    }
  }

  static ByteString bytes(ResultSet row, int column) throws SQLException {
    byte @Nullable [] value = row.getBytes(column);
    return value == null ? ByteString.EMPTY : ByteString.copyFrom(value);
  }

  private PreparedStatement bind(String sql, @Nullable Object[] arguments) throws SQLException {
    PreparedStatement statement = prepared(sql);
    setArguments(statement, arguments);
    return statement;
  }

  private PreparedStatement prepared(String sql) throws SQLException {
    PreparedStatement known = statements.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      statements.put(sql, known);
    }
    return known;
  }

  private static void setArguments(PreparedStatement statement, @Nullable Object[] arguments)
      throws SQLException {
    for (int i = 0; i < arguments.length; i++) {
      Object argument = arguments[i];
      statement.setObject(
          i + 1, argument instanceof ByteString bytes ? bytes.toByteArray() : argument);
    }
  }

  /** Names the statement, never its arguments: they may be texts or hashes. */
  private static StoreException failure(String sql, SQLException cause) {
    String message = "database failed at: " + sql;
    return BadDataException.isCauseOf(cause)
        ? new BadDataException(message, cause)
        : new StoreException(message, cause);
  }
}
