package io.jmessage.server.chat.store;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions, by the SHA-256 of their id: who reads the database cannot use them. An account may have
 * many at once. Writer thread only.
 */
public final class SessionTable {
  private static final String ACCOUNT = "SELECT account FROM sessions WHERE hash = ?";
  private static final String INSERT =
      "INSERT INTO sessions (hash, account, opened, client) VALUES (?, ?, ?, ?)";
  private static final String DELETE = "DELETE FROM sessions WHERE hash = ?";
  private static final String OF_ACCOUNT =
      "SELECT hash FROM sessions WHERE account = ? ORDER BY hash";
  private static final String COUNT = "SELECT COUNT(*) FROM sessions WHERE account = ?";
  private static final String OLDEST =
      "SELECT hash FROM sessions WHERE account = ? ORDER BY opened, hash LIMIT 1";

  /** Clients that never log out would fill the table; the oldest session goes first. */
  static final int PER_ACCOUNT_MAX = 1_000;

  private static final int CACHED_MAX = 20_000;

  private final SqlConnection sql;
  private final Map<ByteString, Long> accounts = new RecentlyUsed<>(CACHED_MAX);

  SessionTable(SqlConnection sql) {
    this.sql = sql;
  }

  /** The account that the session is logged in to. */
  public Optional<Long> account(ByteString hash) {
    Long cached = accounts.get(hash);
    if (cached != null) {
      return Optional.of(cached);
    }
    Optional<Long> found = sql.first(ACCOUNT, row -> row.getLong(1), hash);
    found.ifPresent(account -> accounts.put(hash, account));
    return found;
  }

  /**
   * Opens a session; returns the one that had to go for it, if any.
   *
   * @param client what its user sees in the list of sessions
   */
  public Optional<ByteString> open(ByteString hash, long account, long timeMicros, String client) {
    Optional<ByteString> dropped = Optional.empty();
    if (sql.number(COUNT, account) >= PER_ACCOUNT_MAX) {
      dropped = sql.first(OLDEST, row -> SqlConnection.bytes(row, 1), account);
      dropped.ifPresent(this::end);
    }
    sql.update(INSERT, hash, account, timeMicros, client);
    accounts.put(hash, account);
    return dropped;
  }

  public void end(ByteString hash) {
    sql.update(DELETE, hash);
    accounts.remove(hash);
  }

  void endAll(long account) {
    of(account).forEach(this::end);
  }

  /** Ends all sessions of an account but one; returns those that ended. */
  public List<ByteString> endOthers(long account, ByteString kept) {
    List<ByteString> others = of(account).stream().filter(hash -> !hash.equals(kept)).toList();
    others.forEach(this::end);
    return others;
  }

  private List<ByteString> of(long account) {
    return sql.list(OF_ACCOUNT, row -> SqlConnection.bytes(row, 1), account);
  }

  void clearCache() {
    accounts.clear();
  }
}
